// SPDX-License-Identifier: Apache-2.0
#include "common/topic/algebra.hpp"
#include "common/topic/filter_set.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_CASE("a set meets a filter when one of its filters does") {
    const std::vector<std::string> filters{"#",   "+",   "+/#", "/#",    "/+/#",  "a",    "a/#",
                                           "a/+", "+/b", "a/b", "$a",    "$a/#",  "$a/+", "+/+",
                                           "/",   "a/",  "//#", "+/+/#", "a/+/c", "a/b/#"};
    for (const auto& added : filters) {
        mqttx::topic::FilterSet set;
        CHECK_FALSE(set.overlapping("#"));
        set.add(added, 7);
        for (const auto& asked : filters) {
            CAPTURE(added);
            CAPTURE(asked);
            CHECK(set.overlapping(asked).has_value() == mqttx::topic::overlaps(added, asked));
        }
    }
}
