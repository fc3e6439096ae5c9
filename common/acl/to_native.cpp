// SPDX-License-Identifier: Apache-2.0
#include "common/acl/bind.hpp"
#include "common/acl/convert.hpp"
#include "common/acl/effective_rules.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/native_text.hpp"
#include "common/acl/other_broker.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <utility>

namespace mqttx::acl {

namespace {

/// No client can have such a name, or use such a topic.
constexpr const char* not_utf8 = "this is left out: it is not UTF-8, as all of a TOML file is";

constexpr const char* no_topic =
    "this is left out: a native rule is about topics, and no message has such a one";

/// Whether the native format takes a filter for one; variables aside.
bool can_be_native(std::string_view filter) {
    return is_utf8(filter) && !topic::shared_subscription(filter) &&
           !topic::topic_filter_fault(filter);
}

/// The only topic under $SYS that a client may publish to.
constexpr std::string_view bridge_state = "$SYS/broker/connection/+/state";

class Writer {
  public:
    Writer(const Policy& policy, Broker broker) : policy_{policy}, broker_{broker} {}

    Converted write() && {
        Converted result;
        result.text = cat("format = \"", native_format, "\"\ndefault = \"deny\"\n");
        if (policy_.format == Format::dynsec) {
            write_clients(result.text);
        } else {
            for (const auto& section : policy_.sections) {
                result.text += section_text(section);
            }
            note_overridden_denies();
            note_names();
        }
        std::stable_sort(losses_.begin(), losses_.end(), [](const auto& a, const auto& b) {
            return a.span.begin < b.span.begin;
        });
        result.losses = std::move(losses_);
        return result;
    }

  private:
    /// The filter in native spelling; none when it cannot be said. A deny is then about more.
    std::optional<std::string> spelt(const Rule& rule) {
        if (!can_be_native(rule.filter)) {
            lose(rule.span, is_utf8(rule.filter) ? no_topic : not_utf8);
            return std::nullopt;
        }
        std::string out;
        bool lost = false;
        topic::Levels levels{rule.filter};
        for (bool first = true; const auto level = levels.next(); first = false) {
            out += first ? "" : "/";
            const bool within =
                rule.has_variables && holds_variable(*level) && broker_ != Broker::mosquitto_2_1;
            if (rule.has_variables && *level == "%u") {
                out += "${username}";
            } else if (rule.has_variables && *level == "%c") {
                out += "${client-id}";
            } else if (within || level->find("${") != std::string_view::npos) {
                lost = true;
                out += '+';
            } else {
                out += *level;
            }
        }
        if (!lost) {
            return out;
        }
        const bool deny = rule.effect == Effect::deny;
        lose(
            rule.span,
            deny ? "this denies more: a native topic has variables only as levels of their own"
                 : "this is left out: a native topic has variables only as levels of their own"
        );
        return deny ? std::optional{out} : std::nullopt;
    }

    void add(RuleText& text, const Rule& rule) {
        const auto filter = spelt(rule);
        if (!filter) {
            return;
        }
        const bool publish = rule.operations.has(Operation::publish);
        const bool receive = rule.operations.has(Operation::receive);
        if (publish && rule.effect == Effect::allow && filter->starts_with("$SYS")) {
            if (const auto open = topic::meet(*filter, bridge_state)) {
                text.add(Effect::allow, true, false, *open);
            }
            if (receive) {
                text.add(Effect::allow, false, true, *filter);
            }
            return;
        }
        text.add(rule.effect, publish, receive, *filter);
    }

    std::string section_text(const Section& section) {
        if (!is_utf8(section.name)) {
            lose(section.span, not_utf8);
            return {};
        }
        RuleText text;
        RuleText for_users; // patterns with %u are passed over for clients without a name
        for (const auto& rule : policy_.rules_of(section)) {
            const bool names_user =
                rule.has_variables && rule.filter.find("%u") != std::string_view::npos;
            add(names_user ? for_users : text, rule);
        }
        const auto own = text.write(
            section.kind == Section::Kind::user ? cat("{ user = ", toml_string(section.name), " }")
            : section.kind == Section::Kind::anonymous ? "{ anonymous = true }"
                                                       : "{ any = true }"
        );
        return own + for_users.write("{ authenticated = true }");
    }

    /// In an acl_file what a client's own rules allow is allowed whatever a pattern denies.
    void note_overridden_denies() {
        if (policy_.common == no_index) {
            return;
        }
        for (const auto& deny : policy_.rules_of(policy_.sections[policy_.common])) {
            const bool overridden =
                deny.effect == Effect::deny &&
                std::any_of(policy_.rules.begin(), policy_.rules.end(), [&](const Rule& rule) {
                    return rule.effect == Effect::allow && rule.section != policy_.common &&
                           topic::overlaps(
                               lint_parts::any_name_in(rule.filter),
                               lint_parts::any_name_in(deny.filter)
                           );
                });
            if (overridden) {
                lose(
                    deny.span,
                    "this denies it to clients with rules of their own too: a native deny goes "
                    "before every allow"
                );
            }
        }
    }

    /// Some brokers let a name with '/' be several levels of a topic.
    void note_names() {
        const bool varies =
            std::any_of(policy_.rules.begin(), policy_.rules.end(), [](const Rule& rule) {
                return rule.has_variables;
            });
        for (const auto& subject : policy_.subjects) {
            if (varies && subject.name.find_first_of("/+#$") != std::string_view::npos) {
                lose(subject.span, "no variable of a native topic stands for this name");
            }
        }
    }

    /// Roles, groups and priorities are worked out to the rules of each client.
    void write_clients(std::string& text) {
        for (const auto& subject : policy_.subjects) {
            if (!subject.anonymous && policy_.find(subject.name) != &subject) {
                continue;
            }
            if (subject.disabled) {
                lose(subject.span, "that this client is disabled is for the password file to say");
            }
            auto who = subject.anonymous ? std::string{"{ anonymous = true }"}
                                         : cat("{ user = ", toml_string(subject.name), " }");
            if (subject.client_id) {
                who =
                    cat("{ user = ",
                        toml_string(subject.name),
                        ", client-id = ",
                        toml_string(*subject.client_id),
                        " }");
            }
            text += client_text(subject).write(who);
        }
    }

    RuleText client_text(const Subject& subject) {
        EffectiveRules rules{
            policy_,
            broker_,
            subject.anonymous ? std::nullopt : std::optional{std::string{subject.name}},
            losses_};
        RuleText text;
        const auto publish = rules.publishing();
        const auto receive = rules.receiving();
        for (const auto& [powers, publishes] : {std::pair{&publish, true}, {&receive, false}}) {
            for (const auto& part : powers->denied) {
                if (can_be_native(part.filter)) {
                    text.add(Effect::deny, publishes, !publishes, without_variables(part.filter));
                }
            }
            for (const auto& part : powers->allowed) {
                if (!can_be_native(part.filter)) {
                    if (part.rule != nullptr) {
                        lose(part.rule->span, no_topic);
                    }
                } else if (part.filter.find("${") == std::string::npos) {
                    text.add(Effect::allow, publishes, !publishes, part.filter);
                } else if (part.rule != nullptr) {
                    lose(
                        part.rule->span, "this is left out: ${ begins a variable in a native topic"
                    );
                }
            }
        }
        return text;
    }

    /// Of a deny: with '+' where a level would be taken for a variable.
    static std::string without_variables(std::string_view filter) {
        std::string wide;
        topic::Levels levels{filter};
        for (bool first = true; const auto level = levels.next(); first = false) {
            wide.append(first ? "" : "/");
            wide.append(level->find("${") == std::string_view::npos ? *level : "+");
        }
        return wide;
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Policy& policy_;
    Broker broker_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted to_native(const Policy& policy, Broker broker) {
    if (policy.format == Format::emqx) {
        return emqx_to_native(policy);
    }
    if (policy.format == Format::hivemq) {
        return hivemq_to_native(policy);
    }
    return Writer{policy, broker}.write();
}

} // namespace mqttx::acl
