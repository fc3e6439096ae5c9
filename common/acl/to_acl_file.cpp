// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file.hpp"
#include "common/acl/convert.hpp"
#include "common/acl/effective_rules.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace mqttx::acl {

namespace {

/// Whether a text comes back as it is from a line of an acl_file.
bool survives(std::string_view line, std::string_view value) {
    const auto file = read_acl_file(line);
    return file.losses.empty() && file.lines.size() == 1 &&
           file.lines.front().refusal == Refusal::none &&
           file.lines.front().value.in(line) == value;
}

std::string rule_line(std::string_view access, std::string_view filter) {
    return cat("topic ", access, ' ', filter, '\n');
}

class ClientWriter {
  public:
    ClientWriter(
        const Policy& policy,
        Broker broker,
        const Subject& subject,
        std::vector<ConversionLoss>& losses
    )
        : subject_{subject}, losses_{losses},
          rules_{
              policy,
              broker,
              subject.anonymous ? std::nullopt : std::optional{std::string{subject.name}},
              losses} {}

    /// The rules; none when the client must be left out.
    std::optional<std::string> write() && {
        const auto publish = rules_.publishing();
        const auto receive = rules_.receiving();
        note_conflicts(publish, receive, "writing");
        note_conflicts(receive, publish, "reading");
        std::map<std::string, unsigned> allowed; // bit 1: read, bit 2: write
        std::map<std::string, unsigned> denied;
        collect(receive, 1, allowed, denied);
        collect(publish, 2, allowed, denied);
        constexpr std::array<std::string_view, 4> accesses{"", "read", "write", "readwrite"};
        std::string text;
        for (const auto& [filter, bits] : allowed) {
            const auto line = rule_line(accesses[bits], filter);
            if (survives(line, filter)) {
                text += line;
            } else {
                lose(subject_.span, cat("a line of an acl_file cannot hold ", in_quotes(filter)));
            }
        }
        for (const auto& [filter, bits] : denied) {
            const auto line = rule_line("deny", filter);
            if (!survives(line, filter)) {
                lose(
                    subject_.span,
                    cat("this client is left out: no line of an acl_file can deny ",
                        in_quotes(filter))
                );
                return std::nullopt;
            }
            text += line;
        }
        return text;
    }

  private:
    /// A deny goes before every allow there, and takes both reading and writing.
    void note_conflicts(const Powers& own, const Powers& other, std::string_view operation) {
        for (const auto& deny : own.denied) {
            for (const auto* powers : {&own, &other}) {
                for (const auto& allow : powers->allowed) {
                    const auto both = topic::meet(deny.filter, allow.filter);
                    if (both && topic::uncovered(*both, allow.before)) {
                        const auto* rule = deny.rule != nullptr ? deny.rule : allow.rule;
                        lose(
                            rule != nullptr ? rule->span : Span{},
                            cat("this deny of ",
                                operation,
                                " takes away more there: a deny goes before every allow, and is "
                                "for reading and writing alike")
                        );
                        break;
                    }
                }
            }
        }
    }

    static void collect(
        const Powers& powers,
        unsigned bit,
        std::map<std::string, unsigned>& allowed,
        std::map<std::string, unsigned>& denied
    ) {
        for (const auto& part : powers.allowed) {
            allowed[part.filter] |= bit;
        }
        for (const auto& part : powers.denied) {
            denied[part.filter] |= bit;
        }
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Subject& subject_;
    std::vector<ConversionLoss>& losses_;
    EffectiveRules rules_;
};

class Writer {
  public:
    Writer(const Policy& policy, Broker broker) : policy_{policy}, broker_{broker} {}

    Converted write() && {
        note_what_has_no_counterpart();
        Converted result;
        // Clients without name come first: their rules have no heading.
        if (const auto* anonymous = policy_.find(std::nullopt)) {
            result.text += rules_of(*anonymous).value_or("");
        } else {
            result.text += rules_of({.anonymous = true}).value_or("");
        }
        for (const auto& subject : policy_.subjects) {
            if (!subject.anonymous && policy_.find(subject.name) == &subject) {
                add_user(subject, result.text);
            }
        }
        std::stable_sort(losses_.begin(), losses_.end(), [](const auto& a, const auto& b) {
            return a.span.begin < b.span.begin;
        });
        const auto same = [](const auto& a, const auto& b) {
            return a.span == b.span && a.message == b.message;
        };
        losses_.erase(std::unique(losses_.begin(), losses_.end(), same), losses_.end());
        result.losses = std::move(losses_);
        return result;
    }

  private:
    void add_user(const Subject& subject, std::string& text) {
        const auto heading = cat("user ", subject.name, '\n');
        if (!survives(heading, subject.name)) {
            lose(subject.span, "this client is left out: a user line cannot hold its name");
            return;
        }
        if (subject.disabled) {
            lose(subject.span, "that this client is disabled is for the password file to say");
        }
        if (subject.client_id) {
            lose(subject.span, "that this client has a single client id cannot be said there");
        }
        if (const auto rules = rules_of(subject)) {
            text += cat(text.empty() ? "" : "\n", heading, *rules);
        }
    }

    std::optional<std::string> rules_of(const Subject& subject) {
        return ClientWriter{policy_, broker_, subject, losses_}.write();
    }

    void note_what_has_no_counterpart() {
        for (const auto& rule : policy_.rules) {
            if (rule.literal && rule.operations.has(Operation::subscribe) &&
                rule.filter.find_first_of("+#") != std::string_view::npos) {
                lose(
                    rule.span,
                    "this is left out, an acl_file cannot tell one SUBSCRIBE from another"
                );
            }
            if (rule.operations == Operations{Operation::unsubscribe} &&
                rule.effect == Effect::deny) {
                lose(rule.span, "this is left out, an acl_file allows every UNSUBSCRIBE");
            }
        }
        for (const auto& section : policy_.sections) {
            if (!section.wildcard_subscriptions) {
                lose(section.span, "an acl_file cannot refuse a SUBSCRIBE for its wildcards");
            }
        }
        for (const auto operation : {Operation::publish, Operation::receive}) {
            if (policy_.default_for(operation) == Effect::allow &&
                (operation == Operation::publish ||
                 policy_.default_for(Operation::subscribe) == Effect::allow)) {
                lose(
                    {}, "the default that allows topics beginning with '$' is kept for $SYS alone"
                );
            }
        }
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    const Policy& policy_;
    Broker broker_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted to_acl_file(const Policy& policy, Broker broker) {
    return Writer{policy, broker}.write();
}

} // namespace mqttx::acl
