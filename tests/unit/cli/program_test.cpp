// SPDX-License-Identifier: Apache-2.0
#include "common/cli/program.hpp"

#include <doctest/doctest.h>

using mqttx::cli::in_own_name;

TEST_CASE("commands in a hint carry the name of the program") {
    CHECK(in_own_name("mqttx acl rule lists them", "mq") == "mq acl rule lists them");
    CHECK(
        in_own_name("'mqttx cert fsck' tells; then: mqttx cert ca, and mqttx pub", "mq") ==
        "'mq cert fsck' tells; then: mq cert ca, and mq pub"
    );
    CHECK(in_own_name("MQ=1 mqttx pub | mqttx sub", "mq") == "MQ=1 mq pub | mq sub");
    CHECK(in_own_name("nothing to run", "mq") == "nothing to run");
    CHECK(in_own_name("", "mq").empty());
}

TEST_CASE("what is no command stays as it is") {
    for (const auto* text :
         {"/opt/mqttx sub", "my-mqttx sub", "mqttx", "mqttx ", "the mqttx 1.0", "mqttxmqttx a"}) {
        CAPTURE(text);
        CHECK(in_own_name(text, "mq") == text);
    }
}

TEST_CASE("the name is the one the program was built under") {
    CHECK(in_own_name("mqttx pub") == std::string{mqttx::cli::program_name} + " pub");
}
