// SPDX-License-Identifier: Apache-2.0
#include "common/acl/bind.hpp"
#include "common/acl/convert.hpp"
#include "common/acl/layout.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/io/json_writer.hpp"
#include "common/topic/levels.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

constexpr std::string_view patterns_role = "patterns";
constexpr std::string_view anonymous_name = "anonymous";

/// The filter with '+' for every level that holds a variable.
std::string widened(std::string_view filter) {
    std::string wide;
    topic::Levels levels{filter};
    for (bool first = true; const auto level = levels.next(); first = false) {
        wide += first ? "" : "/";
        wide += holds_variable(*level) ? "+" : *level;
    }
    return wide;
}

/// Mosquitto 2.1 passes over a pattern with %u within a level for clients without name, and takes
/// it literally for all others.
bool nameless_differ(const Policy& policy, Broker broker) {
    if (broker != Broker::mosquitto_2_1 || policy.common == no_index) {
        return false;
    }
    const auto rules = policy.rules_of(policy.sections[policy.common]);
    return std::any_of(rules.begin(), rules.end(), [](const Rule& rule) {
        topic::Levels levels{rule.filter};
        while (const auto level = levels.next()) {
            if (level->size() != 2 && level->find("%u") != std::string_view::npos) {
                return true;
            }
        }
        return false;
    });
}

class Writer {
  public:
    Writer(const Policy& policy, Broker broker)
        : policy_{policy}, broker_{broker}, nameless_differ_{nameless_differ(policy, broker)} {}

    Converted write() && {
        json_.begin_object().key("defaultACLAccess").begin_object();
        json_.member("publishClientSend", false).member("publishClientReceive", false);
        json_.member("subscribe", true).member("unsubscribe", true).end_object();
        put_roles();
        put_clients();
        put_anonymous();
        json_.end_object();
        return {canonical_layout(read_json(json_.text())) + '\n', std::move(losses_)};
    }

  private:
    void put_roles() {
        json_.key("roles").begin_array();
        for (const auto& section : policy_.sections) {
            json_.begin_object().member("rolename", std::string_view{role_name(section)});
            json_.key("acls").begin_array();
            for (const auto& rule : policy_.rules_of(section)) {
                put_rule(rule);
            }
            json_.end_array().end_object();
        }
        if (nameless_differ_) {
            put_patterns_of({.anonymous = true});
        }
        for (const auto& subject : policy_.subjects) {
            if (!subject.anonymous && has_patterns_of_its_own(subject)) {
                put_patterns_of(subject);
            }
        }
        json_.end_array();
    }

    /// dynsec 2.0 has no variables, so each user gets the patterns with its name in place.
    [[nodiscard]] bool has_patterns_of_its_own(const Subject& subject) const {
        return broker_ == Broker::mosquitto_2_0 && has_patterns(subject);
    }

    [[nodiscard]] bool has_patterns(const Subject& subject) const {
        const bool refused = broker_ != Broker::strict &&
                             is_refused_by_patterns({std::string{subject.name}, std::nullopt});
        return policy_.common != no_index && is_utf8(subject.name) && !refused;
    }

    static std::string patterns_role_of(const Subject& subject) {
        if (subject.anonymous) {
            return cat(patterns_role, " without user name");
        }
        return cat(patterns_role, " of ", subject.name);
    }

    void put_patterns_of(const Subject& subject) {
        const Client client{
            subject.anonymous ? std::nullopt : std::optional{std::string{subject.name}},
            std::string{"%c"}}; // stays a variable
        json_.begin_object().member("rolename", std::string_view{patterns_role_of(subject)});
        json_.key("acls").begin_array();
        for (const auto& rule : policy_.rules_of(policy_.sections[policy_.common])) {
            const auto bound = bind(rule, client, broker_);
            const bool keeps =
                broker_ != Broker::mosquitto_2_0 || !bound || !holds_variable(*bound);
            if (bound && (keeps || rule.effect == Effect::deny)) {
                put_entries(rule, keeps ? *bound : widened(*bound));
            }
        }
        json_.end_array().end_object();
    }

    static std::string role_name(const Section& section) {
        switch (section.kind) {
        case Section::Kind::patterns:
            return std::string{patterns_role};
        case Section::Kind::anonymous:
            return std::string{anonymous_name};
        default:
            return cat("user ", section.name);
        }
    }

    /// A rule in the role of its section, and what is lost of it anywhere.
    void put_rule(const Rule& rule) {
        const bool is_pattern = rule.section == policy_.common;
        const bool allow = rule.effect == Effect::allow;
        if (is_pattern && allow) {
            lose(rule.span, "users the file does not name lose this: there they have no rules");
        }
        if (const auto fault = topic::topic_filter_fault(rule.filter)) {
            lose(rule.span, cat("this is left out, it is no topic filter: ", *fault));
            return;
        }
        const auto filter = std::string{rule.filter};
        if (!holds_variable(filter) || (rule.has_variables && broker_ != Broker::mosquitto_2_0)) {
            put_entries(rule, filter);
            return;
        }
        const bool expanded = rule.has_variables && filter.find("%c") == filter.npos;
        const bool is_variable_there = broker_ != Broker::mosquitto_2_0;
        if (!rule.has_variables && !is_variable_there) { // it stands for itself in both
            put_entries(rule, filter);
        } else if (!expanded) {
            lose(
                rule.span,
                cat(rule.has_variables ? "dynsec-2.0 knows no %c"
                                       : "%u and %c stand for names there, not for themselves",
                    allow ? ": this is left out" : ": this denies any level in their place")
            );
            if (!allow) {
                put_entries(rule, widened(filter));
            }
        }
    }

    void put_entries(const Rule& rule, const std::string& filter) {
        if (topic::topic_filter_fault(filter)) {
            return;
        }
        if (rule.operations.has(Operation::publish)) {
            put_entry("publishClientSend", rule, filter);
        }
        if (rule.operations.has(Operation::receive)) {
            put_entry("publishClientReceive", rule, filter);
            if (filter.starts_with("$CONTROL")) { // the default accepts any SUBSCRIBE but these
                put_entry("subscribePattern", rule, filter);
            }
        }
    }

    void put_entry(std::string_view type, const Rule& rule, std::string_view filter) {
        const bool allow = rule.effect == Effect::allow;
        json_.begin_object().member("acltype", type).member("topic", filter);
        json_.member("priority", allow ? 0 : 1).member("allow", allow).end_object();
    }

    void put_clients() {
        json_.key("clients").begin_array();
        for (const auto& subject : policy_.subjects) {
            if (subject.anonymous) {
                continue;
            }
            if (!is_utf8(subject.name)) {
                lose(
                    subject.span, "is left out, a user name that is not UTF-8 cannot stand in JSON"
                );
                continue;
            }
            json_.begin_object().member("username", subject.name);
            put_links(
                &subject,
                !has_patterns(subject)             ? ""
                : has_patterns_of_its_own(subject) ? patterns_role_of(subject)
                                                   : std::string{patterns_role}
            );
            json_.end_object();
        }
        json_.end_array();
    }

    void put_anonymous() {
        const auto* subject = policy_.find(std::nullopt);
        json_.key("groups").begin_array();
        if (subject != nullptr || policy_.common != no_index) {
            json_.begin_object().member("groupname", anonymous_name);
            put_links(
                subject,
                policy_.common == no_index ? ""
                : nameless_differ_         ? patterns_role_of({.anonymous = true})
                                           : std::string{patterns_role}
            );
            json_.end_object().end_array().member("anonymousGroup", anonymous_name);
        } else {
            json_.end_array();
        }
    }

    /// The roles of a client or group, its own before the patterns (none when empty).
    void put_links(const Subject* subject, const std::string& patterns) {
        json_.key("roles").begin_array();
        if (subject != nullptr) {
            for (const auto& link : policy_.links_of(*subject)) {
                put_link(role_name(policy_.sections[link.section]), 1);
            }
        }
        if (!patterns.empty()) {
            put_link(patterns, 0);
        }
        json_.end_array();
    }

    void put_link(std::string_view role, int priority) {
        json_.begin_object().member("rolename", role).member("priority", priority).end_object();
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Policy& policy_;
    Broker broker_;
    bool nameless_differ_;
    io::JsonWriter json_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Broker counterpart(Broker broker) noexcept {
    switch (broker) {
    case Broker::mosquitto_2_0:
        return Broker::dynsec_2_0;
    case Broker::mosquitto_2_1:
        return Broker::dynsec_2_1;
    case Broker::dynsec_2_0:
        return Broker::mosquitto_2_0;
    case Broker::dynsec_2_1:
        return Broker::mosquitto_2_1;
    default:
        return Broker::strict;
    }
}

Converted to_dynsec(const Policy& policy, Broker broker) {
    return Writer{policy, broker}.write();
}

} // namespace mqttx::acl
