// SPDX-License-Identifier: Apache-2.0
// Three lines: two filters and a topic. What the algebra says must agree with matching.
#include "common/topic/algebra.hpp"
#include "common/topic/match.hpp"
#include "common/topic/validity.hpp"
#include "tests/fuzz/require.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

using namespace mqttx::topic;

namespace {

std::array<std::string_view, 3> three_lines(std::string_view text) {
    std::array<std::string_view, 3> lines;
    for (auto& line : lines) {
        const auto end = text.find('\n');
        line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

void check_filter(std::string_view filter) {
    require(equivalent(filter, filter) && contains(filter, filter) && overlaps(filter, filter));
    require(meet(filter, filter) == canonical(filter));
    require(!topic_filter_fault(canonical(filter)));
}

void check_pair(std::string_view a, std::string_view b) {
    const auto both = meet(a, b);
    require(overlaps(a, b) == both.has_value() && meet(b, a) == both);
    require(!both || (contains(a, *both) && contains(b, *both)));
    require(contains(a, b) == (both == canonical(b)));
    require(equivalent(a, b) == (contains(a, b) && contains(b, a)));
    require((compare_specificity(a, b) > 0) == (compare_specificity(b, a) < 0));
}

void check_topic(std::string_view a, std::string_view b, std::string_view topic) {
    const bool in_a = matches(a, topic);
    const bool in_b = matches(b, topic);
    require(in_a == contains(a, topic));
    require(!(contains(a, b) && in_b) || in_a);
    const auto both = meet(a, b);
    require((in_a && in_b) == (both && matches(*both, topic)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto [first, second, topic] = three_lines({reinterpret_cast<const char*>(data), size});
    doubtful_character(topic);
    const auto a = without_share(first);
    const auto b = without_share(second);
    if (topic_filter_fault(first) || topic_filter_fault(second) || topic_filter_fault(a) ||
        topic_filter_fault(b)) {
        return 0;
    }
    check_filter(a);
    check_pair(a, b);
    if (!topic_name_fault(topic)) {
        check_topic(a, b, topic);
    }
    return 0;
}
