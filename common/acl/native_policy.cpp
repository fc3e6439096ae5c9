// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_file.hpp"

#include <utility>

namespace mqttx::acl {

namespace {

Operations operations_of(const NativeRule& rule) {
    const Operations none;
    return (rule.publish ? Operations{Operation::publish} : none) |
           (rule.subscribe ? Operations{Operation::receive} | Operation::subscribe : none);
}

} // namespace

Policy policy_of(const NativeFile& file) {
    PolicyBuilder builder{file.toml.text, Format::native};
    auto audience = std::make_shared<Audience>();
    for (const auto& role : file.roles) {
        audience->add_role(role.name);
    }
    for (std::uint32_t role = 0; role < file.roles.size(); ++role) {
        for (const auto& tests : file.roles[role].members) {
            audience->add_members(role, tests);
        }
    }
    builder.reserve(file.rules.size(), file.rules.size() * 2);
    for (const auto& rule : file.rules) {
        const auto section = builder.add_section(Section::Kind::conditional, rule.id, rule.span);
        audience->add_set(rule.subject);
        if (rule.share == ShareRule::groups) {
            builder.policy().share_groups.emplace(section, rule.groups);
        }
        for (const auto& topic : rule.topics) {
            builder.add_rule(
                {.filter = topic.filter,
                 .span = topic.span,
                 .section = section,
                 .effect = rule.effect,
                 .operations = operations_of(rule),
                 .has_variables = topic.filter.find("${") != std::string_view::npos,
                 .qos = rule.qos,
                 .retain = rule.retain,
                 .share = rule.share}
            );
        }
    }
    builder.policy().audience = std::move(audience);
    return std::move(builder).finish();
}

Policy policy_of(NativeFile&& file) {
    auto policy = policy_of(std::as_const(file));
    policy.owned = std::move(file.toml.owned);
    return policy;
}

} // namespace mqttx::acl
