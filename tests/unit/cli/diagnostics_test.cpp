// SPDX-License-Identifier: Apache-2.0
#include "common/cli/diagnostics.hpp"
#include "tests/unit/cli/process.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;
using namespace mqttx::cli;

TEST_CASE("a diagnostic is one line, the way out another") {
    Process process;
    process.diagnostics.error(Error{ErrorKind::local, "cannot read 'x'", "look twice"});
    process.diagnostics.warning("careful", "slow down");
    process.diagnostics.note("by the way");
    CHECK(
        process.said() == "mqttx: error: cannot read 'x'\n"
                          "mqttx: hint: look twice\n"
                          "mqttx: warning: careful\n"
                          "mqttx: hint: slow down\n"
                          "mqttx: note: by the way\n"
    );
}

TEST_CASE("what a terminal would obey is escaped") {
    Process process;
    process.diagnostics.note("a\x1b[31mb\nc\xe2\x80\xae"
                             "d\x80"
                             "e\x7f");
    CHECK(process.said() == "mqttx: note: a\\x1b[31mb\\nc\\u{202e}d\\x80e\\x7f\n");
}

TEST_CASE("quiet says nothing") {
    Process process;
    process.diagnostics.configure({.quiet = true});
    process.diagnostics.error(Error{ErrorKind::local, "x"});
    process.diagnostics.warning("x");
    process.diagnostics.note("x");
    process.diagnostics.plain("x");
    CHECK(process.said().empty());
}

TEST_CASE("as JSON each is one object with what is known of the cause") {
    Process process;
    process.diagnostics.configure({.format = LogFormat::json});
    process.diagnostics.error(Error{
        ErrorKind::denied,
        "a \"b\"\x1b\n",
        "ask",
        {.mqtt_reason = 135, .reason_string = "no", .tls_alert = "bad_certificate"}});
    process.diagnostics.error(Error{ErrorKind::payload, "old", {}, {.payload_reason = "stale"}});
    process.diagnostics.warning("careful");
    CHECK(
        process.said() == "{\"level\":\"error\",\"class\":\"denied\",\"code\":7,\"message\":\"a "
                          "\\\"b\\\"\\u001b\\n\","
                          "\"hint\":\"ask\",\"mqtt_reason\":135,\"reason_string\":\"no\",\"tls_"
                          "alert\":\"bad_certificate\"}\n"
                          "{\"level\":\"error\",\"class\":\"payload\",\"code\":9,\"message\":"
                          "\"old\",\"reason\":\"stale\"}\n"
                          "{\"level\":\"warning\",\"message\":\"careful\"}\n"
    );
}

TEST_CASE("colour is for terminals, or when asked for") {
    Process process;
    CHECK_FALSE(process.diagnostics.colors(process.streams.err));
    process.diagnostics.configure({.color = ColorMode::always});
    CHECK(process.diagnostics.colors(process.streams.err));
    process.diagnostics.note("x");
    CHECK(process.said() == "mqttx: \x1b[1;36mnote:\x1b[0m x\n");
    process.diagnostics.configure({.color = ColorMode::never});
    CHECK_FALSE(process.diagnostics.colors(process.streams.err));
}

TEST_CASE("a standard error that is gone changes nothing") {
    Diagnostics diagnostics{-1};
    CHECK_NOTHROW(diagnostics.note("unheard"));
}
