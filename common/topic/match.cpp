// SPDX-License-Identifier: Apache-2.0
#include "common/topic/match.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace mqttx::topic {

namespace {

/// How many bytes at the front are the same, by eights: filters beside a topic often begin like it.
std::size_t same_bytes(std::string_view a, std::string_view b) noexcept {
    const auto most = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at + sizeof(std::uint64_t) <= most) {
        std::uint64_t eight_a = 0;
        std::uint64_t eight_b = 0;
        std::memcpy(&eight_a, a.data() + at, sizeof eight_a);
        std::memcpy(&eight_b, b.data() + at, sizeof eight_b);
        if (eight_a != eight_b) {
            break;
        }
        at += sizeof eight_a;
    }
    while (at < most && a[at] == b[at]) {
        ++at;
    }
    return at;
}

bool begins_level(std::string_view filter, std::size_t at) noexcept {
    return at == 0 || filter[at - 1] == '/';
}

} // namespace

bool matches(std::string_view filter, std::string_view topic) noexcept {
    const bool wildcard_first = filter.starts_with('+') || filter.starts_with('#');
    if (topic.empty() || (wildcard_first && topic.front() == '$')) {
        return false;
    }
    while (true) {
        const auto same = same_bytes(filter, topic);
        if (same == filter.size()) {
            return same == topic.size();
        }
        const auto rest = filter.substr(same);
        const bool at_level = begins_level(filter, same);
        if (at_level && rest == "#") {
            return true;
        }
        if (!at_level || rest.front() != '+' || (rest.size() > 1 && rest[1] != '/')) {
            return same == topic.size() && rest == "/#"; // '#' matches its parent, too
        }
        filter = rest.substr(1);
        topic.remove_prefix(std::min(topic.find('/', same), topic.size()));
        if (filter.empty() || topic.empty()) {
            return topic.empty() && (filter.empty() || filter == "/#");
        }
    }
}

} // namespace mqttx::topic
