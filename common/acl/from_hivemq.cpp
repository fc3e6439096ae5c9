// SPDX-License-Identifier: Apache-2.0
#include "common/acl/accepted.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/native_text.hpp"
#include "common/acl/other_broker.hpp"
#include "common/base/text.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

/// Why a native topic cannot be what HiveMQ's is; empty: it can.
std::string_view fault_of(const Rule& rule) {
    topic::Levels levels{rule.filter};
    while (const auto level = levels.next()) {
        const bool whole = rule.has_variables && variable_in(*level) != Variable::none;
        if (level->find("${") != std::string_view::npos && !whole) {
            return "this is left out: a native topic has variables only as levels of their own";
        }
    }
    return {};
}

class Writer {
  public:
    explicit Writer(const Policy& policy) : policy_{policy} {}

    Converted write() && {
        Converted result;
        result.text = cat("format = \"", native_format, "\"\ndefault = \"deny\"\n");
        for (const auto& role : policy_.audience->roles()) {
            result.text += role_text(role);
        }
        for (const auto& section : policy_.sections) {
            for (const auto& rule : policy_.rules_of(section)) {
                result.text += permission_text(section, rule);
            }
        }
        result.losses = std::move(losses_);
        return result;
    }

  private:
    static std::string role_text(const Audience::Role& role) {
        std::vector<std::string> names;
        for (const auto& tests : role.members) {
            names.emplace_back(tests.front().values.front());
        }
        std::string members;
        for (const auto& name : names) {
            members += cat(members.empty() ? "" : ", ", toml_string(name));
        }
        const auto list = names.empty()       ? std::string{"[]"}
                          : names.size() == 1 ? cat("[{ user = ", members, " }]")
                                              : cat("[{ user = [", members, "] }]");
        return cat("\n[role.", toml_string(role.name), "]\nmembers = ", list, '\n');
    }

    std::string permission_text(const Section& section, const Rule& rule) {
        if (const auto fault = fault_of(rule); !fault.empty()) {
            lose(rule.span, std::string{fault});
            return {};
        }
        const bool publish = rule.operations.has(Operation::publish);
        bool subscribe = rule.operations.has(Operation::subscribe);
        if (subscribe && (rule.share == ShareRule::only || rule.share == ShareRule::only_groups)) {
            lose(
                rule.span,
                "the subscriptions are left out: a native rule is not for shared ones alone"
            );
            subscribe = false;
        }
        note_wildcards(rule, subscribe);
        RuleWords words{
            .subject = cat("{ role = ", toml_string(section.name), " }"),
            .effect = Effect::allow,
            .topics = {std::string{rule.filter}},
            .qos = rule.qos};
        std::string text;
        const auto put = [&](bool publishes, bool subscribes) {
            words.publish = publishes;
            words.subscribe = subscribes;
            words.retain = subscribes ? RetainRule::any : rule.retain;
            words.share = subscribes ? share_of(rule) : "";
            text += rule_text(words);
        };
        if (publish && subscribe && rule.retain != RetainRule::any) {
            put(true, false);
            put(false, true);
        } else if (publish || subscribe) {
            put(publish, subscribe);
        }
        return text;
    }

    [[nodiscard]] std::string share_of(const Rule& rule) const {
        if (rule.share == ShareRule::any) {
            return "\"any\"";
        }
        if (rule.share == ShareRule::never) {
            return {};
        }
        return cat('[', toml_string(policy_.share_groups.at(rule.section).front()), ']');
    }

    /// What HiveMQ takes a wildcard for, and a native file does not.
    void note_wildcards(const Rule& rule, bool subscribe) {
        if (rule.filter == "#" || rule.filter == "+" || rule.filter.starts_with("+/")) {
            lose(rule.span, "topics that begin with $ are no part of it in a native file");
        }
        if (const auto wider = wider_subscription(rule.filter); wider && subscribe) {
            lose(
                rule.span,
                cat("a SUBSCRIBE to ", in_quotes(*wider), ", which HiveMQ accepts, is refused")
            );
        }
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Policy& policy_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted hivemq_to_native(const Policy& policy) {
    return Writer{policy}.write();
}

} // namespace mqttx::acl
