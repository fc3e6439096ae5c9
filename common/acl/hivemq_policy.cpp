// SPDX-License-Identifier: Apache-2.0
#include "common/acl/audience.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

constexpr std::string_view escape = "\xC2\xA7"; // a section sign in front of ${{ lets it stand

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() &&
           std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

struct Spelt {
    std::string filter;
    bool has_variables = false;
};

/// The filter with the variables of the native format, without the slash at its end.
Spelt in_native_words(std::string_view topic) {
    Spelt spelt;
    while (!topic.empty()) {
        if (topic.starts_with(escape) && topic.substr(escape.size()).starts_with("${{")) {
            spelt.filter += "${{";
            topic.remove_prefix(escape.size() + 3);
            continue;
        }
        const auto end = topic.starts_with("${{") ? topic.find("}}") : std::string_view::npos;
        const auto name =
            end == std::string_view::npos ? std::string_view{} : topic.substr(3, end - 3);
        const bool user = equals_ignoring_case(name, "username");
        if (user || equals_ignoring_case(name, "clientid")) {
            spelt.filter += user ? "${username}" : "${client-id}";
            spelt.has_variables = true;
            topic.remove_prefix(end + 2);
        } else {
            spelt.filter += topic.front();
            topic.remove_prefix(1);
        }
    }
    if (spelt.filter.size() > 1 && spelt.filter.ends_with('/')) {
        spelt.filter.pop_back();
    }
    return spelt;
}

Operations operations_of(const HivemqPermission& permission) {
    const Operations none;
    return (permission.publish ? Operations{Operation::publish} : none) |
           (permission.subscribe ? Operations{Operation::receive} | Operation::subscribe : none);
}

ShareRule share_of(const HivemqPermission& permission) {
    if (!permission.shared) {
        return ShareRule::never;
    }
    const bool any = permission.group == "#";
    return permission.own ? (any ? ShareRule::any : ShareRule::groups)
                          : (any ? ShareRule::only : ShareRule::only_groups);
}

} // namespace

Policy policy_of(const HivemqFile& file) {
    PolicyBuilder builder{file.document.text, Format::hivemq};
    auto audience = std::make_shared<Audience>();
    for (const auto& role : file.roles) {
        audience->add_role(builder.keep(role.id));
    }
    for (const auto& user : file.users) {
        const auto name = builder.keep(user.name);
        for (const auto role : user.roles) {
            audience->add_members(role, {{.key = SubjectKey::user, .values = {name}}});
        }
    }
    for (std::uint32_t number = 0; number < file.roles.size(); ++number) {
        const auto& role = file.roles[number];
        const auto name = audience->roles()[number].name;
        for (const auto& permission : role.permissions) {
            const auto section =
                builder.add_section(Section::Kind::conditional, name, permission.span);
            audience->add_set({{{.key = SubjectKey::role, .values = {name}, .roles = {number}}}});
            auto spelt = in_native_words(permission.topic);
            if (topic::topic_filter_fault(spelt.filter)) {
                continue; // it matches nothing
            }
            if (permission.group != "#") {
                builder.policy().share_groups[section] = {builder.keep(permission.group)};
            }
            const bool as_written = spelt.filter == permission.topic_span.in(file.document.text);
            builder.add_rule(
                {.filter = as_written ? permission.topic_span.in(file.document.text)
                                      : builder.keep(std::move(spelt.filter)),
                 .span = permission.span,
                 .section = section,
                 .effect = Effect::allow,
                 .operations = operations_of(permission),
                 .has_variables = spelt.has_variables,
                 .qos = permission.qos,
                 .retain = permission.retain,
                 .share = share_of(permission)}
            );
        }
    }
    builder.policy().audience = std::move(audience);
    return std::move(builder).finish();
}

bool looks_like_hivemq(std::string_view text) noexcept {
    const auto at = text.find_first_not_of(" \t\r\n");
    text.remove_prefix(std::min(at, text.size()));
    return text.starts_with("<?xml") || text.starts_with("<!--") || text.starts_with("<!DOCTYPE") ||
           text.starts_with("<file-rbac");
}

} // namespace mqttx::acl
