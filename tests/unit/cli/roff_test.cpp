// SPDX-License-Identifier: Apache-2.0
#include "common/cli/roff.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::cli;

TEST_CASE("text is shown by roff as it is") {
    CHECK(roff::escaped("a-b 'c' \\d") == "a\\-b \\(aqc\\(aq \\ed");
    CHECK(roff::escaped(".TH") == "\\&.TH");
    CHECK(roff::escaped("'quoted'") == "\\(aqquoted\\(aq");
    CHECK(roff::bold("--qos") == "\\fB\\-\\-qos\\fR");
}

TEST_CASE("a usage line has bold options and italic words") {
    CHECK(
        roff::usage("-t TOPIC (-m TEXT | --file=FILE) [options]") ==
        "\\fB\\-t\\fR \\fITOPIC\\fR (\\fB\\-m\\fR \\fITEXT\\fR | \\fB\\-\\-file\\fR=\\fIFILE\\fR) "
        "[options]"
    );
    CHECK(roff::usage("FILE...") == "\\fIFILE\\fR...");
    CHECK(roff::usage("oneTwo a-B").find("\\fI") == std::string::npos);
}

TEST_CASE("a description becomes a sentence") {
    CHECK(roff::sentence("publish it") == "Publish it.");
    CHECK(roff::sentence("MQTT 5 only") == "MQTT 5 only.");
    CHECK(
        roff::sentence("mqtt(s)://host in place of others") == "mqtt(s)://host in place of others."
    );
    CHECK(roff::sentence("").empty());
}
