// SPDX-License-Identifier: Apache-2.0
#include "common/acl/policy.hpp"

#include <algorithm>
#include <tuple>

namespace mqttx::acl {

namespace {

bool is_of_higher_group(const Link& a, const Link& b) noexcept {
    const auto rank = [](const Link& link) {
        return std::tuple{link.group != no_index, -std::int64_t{link.group_priority}};
    };
    return rank(a) < rank(b);
}

/// Roles of the subject itself before those of its groups; the higher priority goes first, of a
/// group as of a role within it.
void sort_links(std::span<Link> links) {
    for (auto begin = links.begin(); begin != links.end();) {
        const auto end = std::find_if(begin, links.end(), [&](const Link& link) {
            return link.group != begin->group;
        });
        std::stable_sort(begin, end, [](const Link& a, const Link& b) {
            return a.priority > b.priority;
        });
        begin = end;
    }
    std::stable_sort(links.begin(), links.end(), is_of_higher_group);
}

} // namespace

const Subject* Policy::find(std::optional<std::string_view> name) const noexcept {
    auto index = anonymous;
    if (name) {
        const auto found = by_name.find(*name);
        index = found == by_name.end() ? no_index : found->second;
    }
    return index == no_index ? nullptr : &subjects[index];
}

PolicyBuilder::PolicyBuilder(std::string_view text, Format format) {
    policy_.text = text;
    policy_.format = format;
}

void PolicyBuilder::reserve(std::size_t subjects, std::size_t rules) {
    policy_.rules.reserve(rules);
    policy_.sections.reserve(subjects);
    policy_.subjects.reserve(subjects);
    policy_.links.reserve(subjects);
    policy_.by_name.reserve(subjects);
}

std::string_view PolicyBuilder::keep(std::string text) {
    return policy_.owned.emplace_back(std::move(text));
}

std::uint32_t PolicyBuilder::add_section(Section::Kind kind, std::string_view name, Span span) {
    policy_.sections.push_back({kind, name, span});
    return static_cast<std::uint32_t>(policy_.sections.size() - 1);
}

void PolicyBuilder::add_rule(const Rule& rule) {
    policy_.rules.push_back(rule);
    ++policy_.sections[rule.section].count;
}

std::uint32_t PolicyBuilder::add_group(std::string_view name, Span span) {
    policy_.groups.push_back({name, span});
    return static_cast<std::uint32_t>(policy_.groups.size() - 1);
}

void PolicyBuilder::add_subject(Subject subject, std::span<const Link> links) {
    subject.first_link = static_cast<std::uint32_t>(policy_.links.size());
    subject.link_count = static_cast<std::uint32_t>(links.size());
    policy_.links.insert(policy_.links.end(), links.begin(), links.end());
    const auto index = static_cast<std::uint32_t>(policy_.subjects.size());
    if (subject.anonymous) {
        policy_.anonymous = index;
    } else {
        policy_.by_name.insert_or_assign(subject.name, index);
    }
    policy_.subjects.push_back(subject);
}

Policy PolicyBuilder::finish() && {
    std::uint32_t first = 0;
    for (auto& section : policy_.sections) {
        section.first = first;
        first += section.count;
    }
    const auto in_section = [](const Rule& a, const Rule& b) { return a.section < b.section; };
    if (!std::is_sorted(policy_.rules.begin(), policy_.rules.end(), in_section)) {
        std::stable_sort(policy_.rules.begin(), policy_.rules.end(), in_section);
    }
    for (const auto& subject : policy_.subjects) {
        sort_links(std::span{policy_.links}.subspan(subject.first_link, subject.link_count));
    }
    return std::move(policy_);
}

bool holds_variable(std::string_view filter) noexcept {
    for (auto at = filter.find('%'); at < filter.size(); at = filter.find('%', at + 1)) {
        const auto next = filter.substr(at + 1, 1);
        if (next == "u" || next == "c") {
            return true;
        }
    }
    return false;
}

} // namespace mqttx::acl
