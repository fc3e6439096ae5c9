// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl::lint_parts {

namespace {

/// The last level of topics that tell whether a client is there.
bool is_status(std::string_view level) {
    constexpr std::array<std::string_view, 7> words{
        "status", "state", "lwt", "LWT", "will", "availability", "online"};
    return std::find(words.begin(), words.end(), level) != words.end();
}

class Rights {
  public:
    Rights(Report& report, const Policy& policy, const Section& section)
        : report_{report}, policy_{policy}, section_{section},
          privileged_{section.kind == Section::Kind::user && is_privileged(section.name)} {}

    void run() {
        for (const auto& rule : policy_.rules_of(section_)) {
            if (rule.effect == Effect::allow) {
                lint_rule(rule);
            }
        }
    }

  private:
    [[nodiscard]] bool is_anonymous() const { return section_.kind == Section::Kind::anonymous; }

    [[nodiscard]] bool is_everybody() const { return section_.kind == Section::Kind::patterns; }

    Finding& add(std::string_view id, const Rule& rule, std::string message, std::string help) {
        return report_.add(id, place_of(policy_, rule), std::move(message), std::move(help));
    }

    void lint_rule(const Rule& rule) {
        const bool writes = rule.operations.has(Operation::publish);
        if (rule.filter.starts_with('$')) {
            lint_reserved(rule, writes);
        } else if (topic::canonical(rule.filter) == "#") {
            lint_everything(rule, writes);
        } else if (is_anonymous() && writes) {
            add_anonymous_write(rule);
        } else if (!privileged_ && is_nearly_everything(rule.filter)) {
            add("A403",
                rule,
                "nearly every topic: no level is named",
                "name the topics that are needed");
        } else if (is_anonymous() && rule.filter.ends_with("/#")) {
            add("A405",
                rule,
                "whoever can connect without a name may read this whole tree",
                "let users read it, unless it is meant to be public");
        }
        if (writes && !privileged_ && !is_anonymous() && is_status_of_others(rule.filter)) {
            auto& finding =
                add("A410",
                    rule,
                    "every client's status may be written here, also that of others",
                    "let each client write its own: pattern write .../%u/...");
            finding.witness = topic_in(rule.filter);
        }
    }

    void add_anonymous_write(const Rule& rule) {
        add("A404",
            rule,
            "whoever can connect without a name may write here",
            "give writers a user name and a password or a certificate");
    }

    void lint_everything(const Rule& rule, bool writes) {
        if (is_anonymous() && writes) {
            add_anonymous_write(rule);
        }
        if (privileged_) {
            return;
        }
        const std::string_view who = is_everybody()   ? "every client may "
                                     : is_anonymous() ? "clients without a name may "
                                                      : "this user may ";
        auto& finding =
            add(writes ? "A401" : "A402",
                rule,
                cat(who, writes ? "write to every topic" : "read every topic"),
                "name the topics that are needed");
        if (is_everybody() && writes) {
            finding.severity = Severity::error;
        } else if (!is_everybody() && !is_anonymous() && !writes) {
            finding.severity = Severity::info;
        }
    }

    void lint_reserved(const Rule& rule, bool writes) {
        const auto root = rule.filter.substr(0, rule.filter.find('/'));
        if (root == "$CONTROL" && !privileged_) {
            add("A407",
                rule,
                "$CONTROL topics change the broker itself: its users, roles and permissions",
                "leave them to an administrator");
        } else if (root == "$SYS" && writes && !rule.filter.starts_with("$SYS/broker/connection/")) {
            auto& finding =
                add("A406",
                    rule,
                    "Mosquitto lets nobody write to $SYS topics, whatever a rule says",
                    "grant read alone");
            if (rule.operations.has(Operation::receive)) {
                const auto keyword = is_everybody() ? "pattern" : "topic";
                finding.fix = Fix{{{rule.span, cat(keyword, " read ", rule.filter)}}, false};
            }
        }
    }

    Report& report_;
    const Policy& policy_;
    const Section& section_;
    bool privileged_;
};

} // namespace

bool is_nearly_everything(std::string_view filter) {
    topic::Levels levels{filter};
    std::size_t wildcards = 0;
    while (const auto level = levels.next()) {
        if (*level != "+" && *level != "#") {
            return false;
        }
        ++wildcards;
    }
    return wildcards > 1 && topic::canonical(filter) != "#";
}

bool is_status_of_others(std::string_view filter) {
    const auto slash = filter.rfind('/');
    return slash != std::string_view::npos && is_status(filter.substr(slash + 1)) &&
           filter.substr(0, slash).find('+') != std::string_view::npos && !holds_variable(filter) &&
           !filter.starts_with('$');
}

void lint_rights(Report& report, const Policy& policy) {
    for (const auto& section : policy.sections) {
        Rights{report, policy, section}.run();
    }
}

} // namespace mqttx::acl::lint_parts
