// SPDX-License-Identifier: Apache-2.0
#include "common/acl/bind.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/cover.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace mqttx::acl::lint_parts {

Span place_of(const Policy& policy, const Rule& rule) noexcept {
    const auto* begin = policy.text.data();
    const bool inside = rule.filter.data() >= begin &&
                        rule.filter.data() + rule.filter.size() <= begin + policy.text.size();
    return inside ? span_of(rule.filter, policy.text) : rule.span;
}

Span name_of(const Policy& policy, const Subject& subject) noexcept {
    return policy.format == Format::mosquitto ? span_of(subject.name, policy.text) : subject.span;
}

std::string any_name_in(std::string_view filter) {
    std::string wide;
    topic::Levels levels{filter};
    bool first = true;
    while (const auto level = levels.next()) {
        wide.append(first ? "" : "/")
            .append(holds_variable(*level) || holds_native_variable(*level) ? "+" : *level);
        first = false;
    }
    return wide;
}

Span whole_line(std::string_view text, Span part) noexcept {
    const auto before = part.begin == 0 ? std::string_view::npos : text.rfind('\n', part.begin - 1);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    const auto end = text.find('\n', part.end);
    return {
        static_cast<std::uint32_t>(begin),
        static_cast<std::uint32_t>(end == std::string_view::npos ? text.size() : end + 1)};
}

Fix removal(std::string_view text, Span rule) {
    return {{{whole_line(text, rule), {}}}, true};
}

Fix move_to_end(std::string_view text, Span rule) {
    const std::string_view gap = text.ends_with("\n\n") ? "" : text.ends_with('\n') ? "\n" : "\n\n";
    const auto end = static_cast<std::uint32_t>(text.size());
    auto fix = removal(text, rule);
    fix.edits.push_back({{end, end}, cat(gap, rule.in(text), '\n')});
    return fix;
}

bool is_privileged(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 7> words{
        "admin", "root", "super", "bridge", "backup", "operator", "monitor"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        const auto same = [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == b;
        };
        return std::search(name.begin(), name.end(), word.begin(), word.end(), same) != name.end();
    });
}

bool is_privileged(std::span<const Conjunction> subject) noexcept {
    return std::all_of(subject.begin(), subject.end(), [](const Conjunction& tests) {
        return std::any_of(tests.begin(), tests.end(), [](const SubjectTest& test) {
            return !test.values.empty() &&
                   std::all_of(test.values.begin(), test.values.end(), [](std::string_view name) {
                       return is_privileged(name);
                   });
        });
    });
}

std::string topic_in(std::string_view filter) {
    return topic::uncovered(filter, std::span<const topic::Cover>{}).value_or("");
}

} // namespace mqttx::acl::lint_parts
