// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"

#include <algorithm>

namespace mqttx::acl::lint_parts {

namespace {

/// Who has a role.
struct Holders {
    bool some = false;
    bool anonymous = false;
    bool all_privileged = true;
};

std::vector<Holders> holders_of_roles(const Policy& policy) {
    std::vector<Holders> holders(policy.sections.size());
    for (const auto& subject : policy.subjects) {
        for (const auto& link : policy.links_of(subject)) {
            auto& of_role = holders[link.section];
            of_role.some = true;
            of_role.anonymous = of_role.anonymous || subject.anonymous;
            of_role.all_privileged = of_role.all_privileged && is_privileged(subject.name);
        }
    }
    return holders;
}

class RoleRights {
  public:
    RoleRights(Report& report, const Policy& policy, const Section& role, const Holders& holders)
        : report_{report}, policy_{policy}, rules_{policy.rules_of(role)}, holders_{holders},
          privileged_{is_privileged(role.name) || holders.all_privileged} {}

    void run() {
        for (const auto& rule : rules_) {
            if (rule.effect == Effect::allow) {
                lint_allow(rule);
            } else if (rule.operations.has(Operation::subscribe) && !rule.literal) {
                lint_evaded(rule);
            }
        }
    }

  private:
    void add(std::string_view id, const Rule& rule, std::string message, std::string help) {
        report_.add(id, place_of(policy_, rule), std::move(message), std::move(help));
    }

    void lint_allow(const Rule& rule) {
        const bool writes = rule.operations.has(Operation::publish);
        const bool reads = rule.operations.has(Operation::subscribe);
        if (!writes && !reads) {
            return;
        }
        const auto root = rule.filter.substr(0, rule.filter.find('/'));
        const auto shortest = topic::canonical(rule.filter);
        if (root == "$CONTROL") {
            if (!privileged_) {
                add("A407",
                    rule,
                    "$CONTROL topics change the broker itself: its users, roles and permissions",
                    "leave them to an administrator");
            }
        } else if (root == "$SYS" && writes) {
            add("A406",
                rule,
                "Mosquitto lets nobody write to $SYS topics, whatever an entry says",
                "remove it");
        } else if (writes && holders_.anonymous) {
            add("A404",
                rule,
                "whoever can connect without a name may write here",
                "give writers a user name and a password or a certificate");
        } else if (shortest == "#") {
            lint_everything(rule, writes);
        } else if (!privileged_ && is_nearly_everything(rule.filter)) {
            add("A403",
                rule,
                "nearly every topic: no level is named",
                "name the topics that are needed");
        } else if (writes && !privileged_ && is_status_of_others(rule.filter)) {
            add("A410",
                rule,
                "every client's status may be written here, also that of others",
                "give each client a role for its own");
        }
        if (reads && !rule.literal && shortest == "/#" &&
            policy_.default_for(Operation::receive) == Effect::allow) {
            add("A415",
                rule,
                "Mosquitto 2.0 takes '#' to lie within '/#': whoever has this role may subscribe "
                "to everything",
                "name topics without a leading slash, or update to 2.1");
        }
    }

    void lint_everything(const Rule& rule, bool writes) {
        if (privileged_) {
            return;
        }
        add(writes ? "A401" : "A402",
            rule,
            cat("whoever has this role may ", writes ? "write to every topic" : "read every topic"),
            "name the topics that are needed");
    }

    /// A deny of a subscription is passed by a wider one, which another entry allows.
    void lint_evaded(const Rule& deny) {
        for (const auto& allow : rules_) {
            if (allow.effect == Effect::deny || !allow.operations.has(Operation::subscribe) ||
                allow.has_variables || deny.has_variables ||
                topic::contains(deny.filter, allow.filter)) {
                continue;
            }
            const auto common = topic::meet(deny.filter, allow.filter);
            if (!common) {
                continue;
            }
            if (auto leak = delivered(*common)) {
                auto& finding = report_.add(
                    "A412",
                    place_of(policy_, deny),
                    cat("a subscription to ", in_quotes(allow.filter), " evades this deny"),
                    "deny publishClientReceive for these topics too"
                );
                finding.related = Related{place_of(policy_, allow), "allowed here"};
                finding.witness = cat(*leak, " is delivered");
                return;
            }
        }
    }

    /// A topic of the filter whose messages the role lets through.
    [[nodiscard]] std::optional<std::string> delivered(std::string_view filter) const {
        std::vector<std::string_view> denied;
        bool allowed = policy_.default_for(Operation::receive) == Effect::allow;
        for (const auto& rule : rules_) {
            if (rule.operations.has(Operation::receive)) {
                if (rule.effect == Effect::deny) {
                    denied.push_back(rule.filter);
                } else {
                    allowed = allowed || topic::contains(rule.filter, filter);
                }
            }
        }
        return allowed ? topic::uncovered(filter, denied) : std::nullopt;
    }

    Report& report_;
    const Policy& policy_;
    std::span<const Rule> rules_;
    const Holders& holders_;
    bool privileged_;
};

} // namespace

void lint_dynsec_rights(Report& report, const Policy& policy, const DynsecDefaults& defaults) {
    if (defaults.publish_client_send || defaults.subscribe) {
        report.add(
            "A411",
            defaults.span,
            cat("every client may ",
                defaults.publish_client_send ? "publish" : "subscribe",
                " where no role says otherwise"),
            "set it to false and allow what is needed"
        );
    }
    const auto holders = holders_of_roles(policy);
    for (std::size_t at = 0; at < policy.sections.size(); ++at) {
        if (holders[at].some) {
            RoleRights{report, policy, policy.sections[at], holders[at]}.run();
        }
    }
}

} // namespace mqttx::acl::lint_parts
