// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace mqttx::acl::lint_parts {

namespace {

/// Fewer users than these are not worth a pattern.
constexpr std::uint32_t worthwhile = 3;

struct Shape {
    std::uint64_t hash;
    bool named; ///< the user's name is a level
};

std::uint64_t mixed(std::uint64_t hash, std::uint64_t next) {
    return (hash ^ next) * 0x9E3779B97F4A7C15U + (hash >> 31U);
}

/// What the rules of a user have in common with those of others: all but the user's own name.
Shape shape_of(const Policy& policy, const Section& section) {
    Shape shape{section.count, false};
    for (const auto& rule : policy.rules_of(section)) {
        shape.hash = mixed(
            shape.hash,
            (rule.effect == Effect::deny ? 4U : 0U) +
                (rule.operations.has(Operation::publish) ? 2U : 0U) +
                (rule.operations.has(Operation::receive) ? 1U : 0U)
        );
        topic::Levels levels{rule.filter};
        while (const auto level = levels.next()) {
            const bool own = *level == section.name;
            shape.named = shape.named || own;
            shape.hash = mixed(shape.hash, own ? 1 : std::hash<std::string_view>{}(*level));
        }
    }
    return shape;
}

struct Group {
    std::uint32_t first;
    std::uint32_t users;
};

} // namespace

void lint_shapes(Report& report, const Policy& policy) {
    std::unordered_map<std::uint64_t, Group> groups;
    for (std::uint32_t index = 0; index < policy.sections.size(); ++index) {
        const auto& section = policy.sections[index];
        if (section.kind == Section::Kind::user && section.count > 0) {
            ++groups.try_emplace(shape_of(policy, section).hash, Group{index, 0})
                  .first->second.users;
        }
    }
    for (const auto& [hash, group] : groups) {
        if (group.users < worthwhile) {
            continue;
        }
        const auto& section = policy.sections[group.first];
        const bool named = shape_of(policy, section).named;
        report.add(
            named ? "A313" : "A314",
            section.span,
            cat(group.users,
                named ? " users have these rules, each with its own name in the topics"
                      : " users have exactly these rules"),
            named ? "pattern lines with %u could stand for all of them"
                  : "pattern lines, or a role of the dynamic security plugin, could stand for all "
                    "of them"
        );
    }
}

} // namespace mqttx::acl::lint_parts
