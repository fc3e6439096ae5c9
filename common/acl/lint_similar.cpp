// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <vector>

namespace mqttx::acl::lint_parts {

namespace {

/// A filter's name without what is easily mistaken, as a number, and the rule.
struct Entry {
    std::uint64_t likeness;
    std::uint32_t rule;
};

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

std::string_view without_outer_slashes(std::string_view filter) {
    filter.remove_prefix(std::min(filter.find_first_not_of('/'), filter.size()));
    return filter.substr(0, filter.find_last_not_of('/') + 1);
}

/// FNV-1a.
std::uint64_t likeness(std::string_view filter) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char byte : without_outer_slashes(filter)) {
        hash = (hash ^ static_cast<unsigned char>(lower(byte))) * 0x100000001B3U;
    }
    return hash;
}

bool is_alike(std::string_view a, std::string_view b) {
    a = without_outer_slashes(a);
    b = without_outer_slashes(b);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

} // namespace

void lint_similar(Report& report, const Policy& policy) {
    std::vector<Entry> entries;
    entries.reserve(policy.rules.size());
    for (std::uint32_t rule = 0; rule < policy.rules.size(); ++rule) {
        const auto filter = policy.rules[rule].filter;
        if (!without_outer_slashes(filter).empty()) {
            entries.push_back({likeness(filter), rule});
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.likeness != b.likeness ? a.likeness < b.likeness : a.rule < b.rule;
    });
    for (std::size_t at = 1, first = 0; at < entries.size(); ++at) {
        if (entries[at].likeness != entries[first].likeness) {
            first = at;
            continue;
        }
        const auto& rule = policy.rules[entries[at].rule];
        const auto& known = policy.rules[entries[first].rule];
        const auto& before = policy.rules[entries[at - 1].rule];
        if (rule.filter != known.filter && rule.filter != before.filter &&
            is_alike(rule.filter, known.filter)) {
            report
                .add(
                    "A109",
                    place_of(policy, rule),
                    cat("another topic than ",
                        in_quotes(known.filter),
                        ", which differs only by letter case or a slash at either end"),
                    "write both alike, unless both topics are in use"
                )
                .related = Related{place_of(policy, known), "the other topic"};
        }
    }
}

} // namespace mqttx::acl::lint_parts
