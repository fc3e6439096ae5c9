// SPDX-License-Identifier: Apache-2.0
#include "common/tls/words.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace mqttx::tls {

TEST_CASE("a time is read as it is written, and nothing else is") {
    CHECK(parse_time("1970-01-01") == std::time_t{0});
    CHECK(parse_time("2026-01-31T12:00:05Z") == std::time_t{1'769'860'805});
    CHECK(parse_time("2024-02-29") == std::time_t{1'709'164'800});
    CHECK(time_text(*parse_time("2055-12-31T23:59:59Z")) == "2055-12-31T23:59:59Z");
    for (const char* wrong :
         {"",
          "2026",
          "2026-02-30",
          "2026-13-01",
          "2026-01-31T12:00:05",
          "2026-01-31T12:00:05+01:00",
          "2026-01-31 12:00:05Z",
          "2026-01-31T24:00:00Z",
          "2026-1-31",
          "20a6-01-31",
          "2026-01-31T12:00:60Z",
          "tomorrow.."}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_time(wrong).has_value());
    }
}

} // namespace mqttx::tls
