// SPDX-License-Identifier: Apache-2.0
#include "common/pki/index_file.hpp"
#include "common/tls/words.hpp"

#include <doctest/doctest.h>

namespace mqttx::pki {

TEST_CASE("an index is read as openssl ca writes it") {
    const IndexContent content = parse_index(
        "V\t270131120000Z\t\t0A\tunknown\t/CN=one\r\n"
        "R\t20270131120000Z\t260102030405Z,keyCompromise\t40FFEE\tunknown\t/O=x/CN=two/OU=y\n"
        "\n"
        "R\t270131120000Z\t260102030405Z,certificateHold\t0B\tunknown\t/O=none\n"
        "E\t990131120000Z\t\t0C\tunknown\t/CN=old\n"
    );
    CHECK_FALSE(content.bad_line);
    REQUIRE(content.rows.size() == 4);
    CHECK(content.rows[0].serial == "0a");
    CHECK(content.rows[0].common_name == "one");
    CHECK(tls::time_text(content.rows[0].not_after) == "2027-01-31T12:00:00Z");
    CHECK_FALSE(content.rows[0].revoked);
    CHECK(content.rows[1].not_after == content.rows[0].not_after);
    CHECK(tls::time_text(content.rows[1].revoked.value()) == "2026-01-02T03:04:05Z");
    CHECK(content.rows[1].reason == Reason::key_compromise);
    CHECK(content.rows[1].common_name == "two");
    CHECK(content.rows[2].reason == Reason::unspecified);
    CHECK(content.rows[2].common_name.empty());
    CHECK(tls::time_text(content.rows[3].not_after) == "1999-01-31T12:00:00Z");
}

TEST_CASE("a line that is none is named") {
    for (const char* line :
         {"nonsense",
          "V\t270131120000Z\t\tXY\tunknown\t/CN=a",
          "V\t270131120000Z\t\tA\tunknown\t/CN=a",
          "V\tsoon\t\t0A\tunknown\t/CN=a",
          "R\t270131120000Z\t\t0A\tunknown\t/CN=a",
          "X\t270131120000Z\t\t0A\tunknown\t/CN=a",
          "V\t270131120000Z\t0A\tunknown\t/CN=a"}) {
        CAPTURE(line);
        CHECK(parse_index(line).bad_line == 1);
        CHECK(parse_index(line).rows.empty());
    }
    CHECK_FALSE(parse_index("").bad_line);
}

} // namespace mqttx::pki
