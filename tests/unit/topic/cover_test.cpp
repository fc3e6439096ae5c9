// SPDX-License-Identifier: Apache-2.0
#include "common/topic/cover.hpp"
#include "common/topic/match.hpp"
#include "tests/unit/topic/small_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>
#include <random>

using namespace mqttx::topic;

namespace {

using Filters = std::vector<std::string_view>;

bool any_matches(const Filters& filters, std::string_view topic) {
    return std::any_of(filters.begin(), filters.end(), [&](auto filter) {
        return matches(filter, topic);
    });
}

/// Up to `most` filters of the small world.
Filters some(const std::vector<std::string>& all, std::mt19937& random, std::size_t most) {
    Filters chosen(random() % (most + 1));
    for (auto& filter : chosen) {
        filter = all[random() % all.size()];
    }
    return chosen;
}

} // namespace

TEST_CASE("a union covers a filter exactly when it matches all its topics") {
    const auto filters = small_world::filters();
    const auto topics = small_world::topics();
    std::mt19937 random{1};
    int covered = 0;
    for (int round = 0; round < 6'000; ++round) {
        const auto& filter = filters[random() % filters.size()];
        const auto covers = some(filters, random, 6);
        const bool expected = std::all_of(topics.begin(), topics.end(), [&](const auto& topic) {
            return !matches(filter, topic) || any_matches(covers, topic);
        });
        const auto witness = uncovered(filter, covers);
        CAPTURE(filter);
        CHECK(witness.has_value() != expected);
        if (witness) {
            CHECK((matches(filter, *witness) && !any_matches(covers, *witness)));
        }
        covered += expected ? 1 : 0;
    }
    CHECK(covered > 500);
}

TEST_CASE("the difference of granted topics is exact, and its witness lies in it") {
    const auto filters = small_world::filters();
    const auto topics = small_world::topics();
    std::mt19937 random{2};
    int same = 0;
    for (int round = 0; round < 4'000; ++round) {
        const auto allow = some(filters, random, 3);
        const auto deny = some(filters, random, 3);
        const auto other_allow = some(filters, random, 5);
        const auto other_deny = some(filters, random, 2);
        const auto differs = [&](std::string_view topic) {
            return any_matches(allow, topic) && !any_matches(deny, topic) &&
                   (!any_matches(other_allow, topic) || any_matches(other_deny, topic));
        };
        const auto witness = difference({allow, deny}, {other_allow, other_deny});
        CHECK(witness.has_value() == std::any_of(topics.begin(), topics.end(), differs));
        if (witness) {
            CHECK(differs(*witness));
        }
        same += witness ? 0 : 1;
    }
    CHECK(same > 500);
}

TEST_CASE("a set of filters finds what matches") {
    const auto filters = small_world::filters();
    const auto topics = small_world::topics();
    std::mt19937 random{3};
    for (int round = 0; round < 300; ++round) {
        const auto chosen = some(filters, random, 12);
        FilterSet set;
        for (std::size_t at = chosen.size(); at > 0; --at) {
            set.add(chosen[at - 1], static_cast<FilterSet::Rank>(at - 1));
        }
        CHECK(set.empty() == chosen.empty());
        for (const auto& topic : topics) {
            std::vector<FilterSet::Rank> expected;
            for (std::size_t at = 0; at < chosen.size(); ++at) {
                if (matches(chosen[at], topic)) {
                    expected.push_back(static_cast<FilterSet::Rank>(at));
                }
            }
            const auto first = set.first_match(topic);
            if (set.all_matches(topic) != expected || first.has_value() == expected.empty() ||
                (first && *first != expected.front())) {
                FAIL_CHECK("'", topic, "'");
            }
        }
    }
}

TEST_CASE("a cover counts only filters below its bound") {
    FilterSet set;
    set.add("a/+", 0);
    set.add("a/#", 1);
    const auto with_bound = [&](FilterSet::Rank below) {
        const Cover cover{&set, below};
        return uncovered("a/#", std::span{&cover, 1});
    };
    CHECK(with_bound(0) == "a");
    CHECK(with_bound(1) == "a");
    CHECK(with_bound(2) == std::nullopt);
}

TEST_CASE("witnesses are short, and new to all filters") {
    CHECK(uncovered("a/#", Filters{"a/+", "a"}) == "a/x/x");
    CHECK(uncovered("+/x", Filters{"x/x", "y/#"}) == "z/x");
    CHECK(uncovered("#", Filters{}) == "x");
    CHECK(uncovered("/#", Filters{"/+"}) == "/x/x");
    CHECK(uncovered("$SYS/#", Filters{"#", "+/x"}) == "$SYS");
    CHECK(uncovered("+/#", Filters{"#"}) == std::nullopt);
    CHECK(uncovered("a/#", Filters{"a", "a/+/#"}) == std::nullopt);
    CHECK(uncovered("#", Filters{"+", "/#", "+/+/#"}) == std::nullopt);
}
