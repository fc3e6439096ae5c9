// SPDX-License-Identifier: Apache-2.0
#include "common/topic/algebra.hpp"
#include "common/topic/match.hpp"
#include "tests/unit/topic/small_world.hpp"

#include <doctest/doctest.h>

#include <bitset>
#include <ostream>

using namespace mqttx::topic;

namespace {

using Matched = std::bitset<1024>;

struct Sets {
    std::vector<std::string> filters = small_world::filters();
    std::vector<std::string> topics = small_world::topics();
    std::vector<Matched> matched;

    Sets() {
        for (const auto& filter : filters) {
            matched.push_back(of(filter));
        }
    }

    [[nodiscard]] Matched of(const std::string& filter) const {
        Matched set;
        for (std::size_t at = 0; at < topics.size(); ++at) {
            set[at] = matches(filter, topics[at]);
        }
        return set;
    }
};

/// Calls `check(a, b, topics of a, topics of b)` for every pair of small filters.
template <typename Check> void for_each_pair(const Sets& sets, Check check) {
    for (std::size_t a = 0; a < sets.filters.size(); ++a) {
        for (std::size_t b = 0; b < sets.filters.size(); ++b) {
            if (!check(sets.filters[a], sets.filters[b], sets.matched[a], sets.matched[b])) {
                FAIL_CHECK("'", sets.filters[a], "' and '", sets.filters[b], "'");
            }
        }
    }
}

} // namespace

TEST_CASE("containment, overlap and equivalence are those of the sets of topics") {
    const Sets sets;
    CHECK(sets.topics.size() < Matched{}.size());
    for_each_pair(sets, [](const auto& a, const auto& b, const auto& in_a, const auto& in_b) {
        return contains(a, b) == ((in_b & ~in_a).none()) && overlaps(a, b) == (in_a & in_b).any() &&
               equivalent(a, b) == (in_a == in_b);
    });
}

TEST_CASE("an intersection is empty or one valid filter") {
    const Sets sets;
    for_each_pair(sets, [&](const auto& a, const auto& b, const auto& in_a, const auto& in_b) {
        const auto both = meet(a, b);
        if (!both) {
            return (in_a & in_b).none();
        }
        return !topic_filter_fault(*both) && canonical(*both) == *both &&
               sets.of(*both) == (in_a & in_b);
    });
}

TEST_CASE("a filter within another is the more specific of the two") {
    const Sets sets;
    for_each_pair(sets, [](const auto& a, const auto& b, const auto&, const auto&) {
        const bool swaps = (compare_specificity(a, b) > 0) == (compare_specificity(b, a) < 0);
        return swaps && (!contains(a, b) || equivalent(a, b) || compare_specificity(b, a) > 0);
    });
    CHECK(compare_specificity("a/b", "a/+") > 0);
    CHECK(compare_specificity("a/+", "a/#") > 0);
    CHECK(compare_specificity("a/#", "+/b") > 0);
    CHECK(compare_specificity("a", "a/#") > 0);
    CHECK(compare_specificity("a/+", "b/+") == 0);
    CHECK(compare_specificity("#", "+/#") == 0);
}

TEST_CASE("canonical form") {
    CHECK(canonical("+/#") == "#");
    CHECK(canonical("/+/#") == "/#");
    CHECK(canonical("a/+/#") == "a/+/#");
    CHECK(meet("+", "/#") == std::nullopt);
    CHECK(meet("#", "$SYS/#") == std::nullopt);
    CHECK(meet("a/+/c/#", "+/b/#") == "a/b/c/#");
    CHECK(meet("a/#", "a") == "a");
    CHECK(meet("/#", "#") == "/#");
}
