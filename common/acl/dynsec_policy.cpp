// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec_policy.hpp"

#include "common/topic/validity.hpp"

#include <algorithm>
#include <map>

namespace mqttx::acl {

namespace {

Operation operation_of(DynsecAclType type) {
    switch (type) {
    case DynsecAclType::publish_client_send:
        return Operation::publish;
    case DynsecAclType::publish_client_receive:
        return Operation::receive;
    case DynsecAclType::subscribe_literal:
    case DynsecAclType::subscribe_pattern:
        return Operation::subscribe;
    default:
        return Operation::unsubscribe;
    }
}

bool is_literal(DynsecAclType type) {
    return type == DynsecAclType::subscribe_literal || type == DynsecAclType::unsubscribe_literal;
}

/// By falling priority, then by rising name; of the same name the first.
std::vector<const DynsecMember*> in_order(const std::vector<DynsecMember>& members) {
    std::vector<const DynsecMember*> ordered;
    for (const auto& member : members) {
        ordered.push_back(&member);
    }
    const auto by_name = [](const auto* a, const auto* b) { return a->name < b->name; };
    const auto same_name = [](const auto* a, const auto* b) { return a->name == b->name; };
    std::stable_sort(ordered.begin(), ordered.end(), by_name);
    ordered.erase(std::unique(ordered.begin(), ordered.end(), same_name), ordered.end());
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return a->priority > b->priority;
    });
    return ordered;
}

class DynsecPolicy {
  public:
    explicit DynsecPolicy(const DynsecFile& file)
        : file_{file}, builder_{file.document.text, Format::dynsec} {}

    Policy build() && {
        set_defaults();
        for (const auto& role : file_.roles) {
            add_role(role);
        }
        for (const auto& group : file_.groups) {
            add_group(group);
        }
        for (const auto& client : file_.clients) {
            add_client(client);
        }
        if (file_.anonymous_group) {
            add_anonymous(file_.anonymous_group->name);
        }
        return std::move(builder_).finish();
    }

  private:
    /// A group with the links it gives to its clients.
    struct GroupLinks {
        std::string_view name;
        std::vector<Link> links;
    };

    /// A group that a client is in.
    struct Membership {
        std::uint32_t group;
        int priority;
    };

    void set_defaults() {
        const auto set = [this](Operation operation, bool allow) {
            builder_.policy().defaults[static_cast<std::size_t>(operation)] =
                allow ? Effect::allow : Effect::deny;
        };
        set(Operation::publish, file_.defaults.publish_client_send);
        set(Operation::receive, file_.defaults.publish_client_receive);
        set(Operation::subscribe, file_.defaults.subscribe);
        set(Operation::unsubscribe, file_.defaults.unsubscribe);
    }

    void add_role(const DynsecRole& role) {
        const auto section = builder_.add_section(
            Section::Kind::role, text_at(role.name_span, role.name), role.span
        );
        sections_.insert_or_assign(role.name, section);
        for (const auto& acl : role.acls) {
            if (topic::topic_filter_fault(acl.topic)) {
                continue;
            }
            const auto filter = text_at(acl.topic_span, acl.topic);
            builder_.add_rule(
                {.filter = filter,
                 .span = acl.span,
                 .section = section,
                 .priority = acl.priority,
                 .effect = acl.allow ? Effect::allow : Effect::deny,
                 .operations = operation_of(acl.type),
                 .has_variables = !is_literal(acl.type) && holds_variable(filter),
                 .literal = is_literal(acl.type)}
            );
        }
    }

    void add_group(const DynsecGroup& group) {
        const auto index =
            builder_.add_group(text_at(group.name_span, group.name), group.name_span);
        auto& links = groups_.emplace_back(GroupLinks{group.name, links_to(group.roles)}).links;
        for (auto& link : links) {
            link.group = index;
        }
        for (const auto* member : in_order(group.clients)) {
            memberships_[member->name].push_back({index, member->priority});
        }
    }

    void add_client(const DynsecClient& client) {
        auto links = links_to(client.roles);
        auto& memberships = memberships_[client.name];
        std::stable_sort(memberships.begin(), memberships.end(), [this](auto a, auto b) {
            return groups_[a.group].name < groups_[b.group].name;
        });
        for (const auto& membership : memberships) {
            append_group(links, membership.group, membership.priority);
        }
        Subject subject{
            .disabled = client.disabled,
            .name = text_at(client.name_span, client.name),
            .span = client.name_span};
        if (client.client_id) {
            subject.client_id = builder_.keep(*client.client_id);
        }
        builder_.add_subject(subject, links);
    }

    void add_anonymous(std::string_view group_name) {
        const auto group = std::find_if(groups_.begin(), groups_.end(), [&](const auto& known) {
            return known.name == group_name;
        });
        if (group == groups_.end()) {
            return;
        }
        std::vector<Link> links;
        append_group(links, static_cast<std::uint32_t>(group - groups_.begin()), 0);
        builder_.add_subject(
            {.anonymous = true, .span = file_.anonymous_group->span}, std::span{links}
        );
    }

    void append_group(std::vector<Link>& links, std::uint32_t group, int priority) const {
        for (auto link : groups_[group].links) {
            link.group_priority = priority;
            links.push_back(link);
        }
    }

    [[nodiscard]] std::vector<Link> links_to(const std::vector<DynsecMember>& roles) const {
        std::vector<Link> links;
        for (const auto* role : in_order(roles)) {
            const auto section = sections_.find(role->name);
            if (section != sections_.end()) {
                links.push_back({.section = section->second, .priority = role->priority});
            }
        }
        return links;
    }

    /// A string as it stands in the source, or a copy where the source spells it otherwise.
    std::string_view text_at(Span quoted, const std::string& text) {
        const Span inner{quoted.begin + 1, quoted.end - 1};
        const auto written = inner.in(file_.document.text);
        return written == text ? written : builder_.keep(text);
    }

    const DynsecFile& file_;
    PolicyBuilder builder_;
    std::map<std::string_view, std::uint32_t> sections_; ///< of roles, by name
    std::vector<GroupLinks> groups_;
    std::map<std::string_view, std::vector<Membership>> memberships_;
};

} // namespace

Policy policy_of(const DynsecFile& file) {
    return DynsecPolicy{file}.build();
}

} // namespace mqttx::acl
