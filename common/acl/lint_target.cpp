// SPDX-License-Identifier: Apache-2.0
#include "common/acl/convert.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>

namespace mqttx::acl::lint_parts {

namespace {

/// VerneMQ refuses topics with more levels, unless it is told otherwise.
constexpr std::ptrdiff_t levels_of_vernemq = 10;

bool is_subscription(const Rule& rule) {
    return rule.effect == Effect::allow && rule.operations.has(Operation::subscribe) &&
           !rule.literal;
}

bool has_partial_variable(std::string_view filter) {
    topic::Levels levels{filter};
    while (const auto level = levels.next()) {
        if (*level != "%u" && *level != "%c" && holds_variable(*level)) {
            return true;
        }
    }
    return false;
}

/// The filters that a section lets its clients subscribe to.
void add_subscriptions(topic::FilterSet& set, std::span<const Rule> rules) {
    for (const auto& rule : rules) {
        if (is_subscription(rule) && !rule.has_variables) {
            set.add(rule.filter, 0);
        }
    }
}

class TargetLint {
  public:
    TargetLint(Report& report, const Policy& policy, Target target)
        : report_{report}, policy_{policy}, target_{target}, title_{target_title(target)} {
        if (policy.common != no_index) {
            add_subscriptions(common_, policy.rules_of(policy.sections[policy.common]));
        }
    }

    void run() {
        for (const auto& section : policy_.sections) {
            lint_section(section);
        }
        lint_losses();
    }

  private:
    Finding& add(std::string_view id, const Rule& rule, std::string message, std::string help) {
        return report_.add(id, place_of(policy_, rule), std::move(message), std::move(help));
    }

    void lint_section(const Section& section) {
        own_.reset();
        for (const auto& rule : policy_.rules_of(section)) {
            lint_variables(rule);
            if (rule.effect == Effect::deny) {
                lint_deny(section, rule);
            } else if (compares_filters_as_topics(target_)) {
                lint_last_level(section, rule);
                lint_first_level(rule);
            }
            lint_levels(rule);
        }
        const auto rules = policy_.rules_of(section);
        if (section.kind == Section::Kind::anonymous && !rules.empty()) {
            lint_anonymous(rules.front());
        }
    }

    void lint_variables(const Rule& rule) {
        if (!holds_variable(rule.filter) || !rule.has_variables) {
            return;
        }
        if (target_ == Target::dynsec_2_0) {
            add("A601",
                rule,
                cat(title_, " takes %u and %c literally"),
                "use 2.1, or give each client a role with its own name in the topics");
        } else if ((target_ == Target::dynsec_2_1 || target_ == Target::vernemq) && has_partial_variable(rule.filter)) {
            add("A601",
                rule,
                cat(title_, " replaces %u and %c only where they are a whole level"),
                "make %u or %c a level of its own");
        }
    }

    void lint_deny(const Section& section, const Rule& deny) {
        if (!knows_denies(target_)) {
            add("A602",
                deny,
                target_ == Target::vernemq && policy_.format == Format::mosquitto
                    ? cat(title_,
                          " knows no deny: it grants the topic ",
                          in_quotes("deny " + std::string{deny.filter}))
                    : cat(title_, " knows no deny: what other rules allow stays allowed"),
                "allow only what is meant, topic by topic");
        } else if (compares_filters_as_topics(target_) && deny.operations.has(Operation::receive)) {
            lint_evaded(section, deny);
        }
    }

    /// A SUBSCRIBE with the very filter of an allow is no topic of the deny, and deliveries are not
    /// looked at.
    void lint_evaded(const Section& section, const Rule& deny) {
        constexpr std::size_t most_rules = 64; // of a section; each deny goes through them
        const auto rules =
            policy_.rules_of(section).first(std::min<std::size_t>(section.count, most_rules));
        const auto wider = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
            return is_subscription(rule) && topic::overlaps(rule.filter, deny.filter) &&
                   !topic::contains(deny.filter, rule.filter);
        });
        if (wider != rules.end()) {
            add("A412",
                deny,
                cat(title_,
                    " looks at the SUBSCRIBE alone: one to ",
                    in_quotes(wider->filter),
                    " evades this deny"),
                "allow only what is meant, topic by topic")
                .related = Related{place_of(policy_, *wider), "allowed here"};
        }
    }

    void lint_last_level(const Section& section, const Rule& rule) {
        const bool is_open = rule.filter == "+" || rule.filter.ends_with("/+");
        if (!is_open || !is_subscription(rule)) {
            return;
        }
        auto wider = std::string{rule.filter};
        wider.back() = '#';
        if (!own_) {
            own_.emplace();
            add_subscriptions(*own_, policy_.rules_of(section));
        }
        const std::array covers{topic::Cover{&*own_}, topic::Cover{&common_}};
        if (auto witness = topic::uncovered(wider, covers)) {
            add("A413",
                rule,
                cat(title_,
                    " takes the filter of a SUBSCRIBE for a topic: ",
                    in_quotes(wider),
                    " is allowed too"),
                "name the last level, or expect the whole tree to be read")
                .witness = cat(*witness, " is delivered");
        }
    }

    void lint_first_level(const Rule& rule) {
        if (target_ == Target::emqx) {
            return;
        }
        if (is_subscription(rule) &&
            (rule.filter.starts_with('#') || rule.filter.starts_with('+'))) {
            add("A605",
                rule,
                cat("at ", title_, " a wildcard at the first level stands for $SYS and the like too"
                ),
                "name the first level");
        }
        if (target_ == Target::hivemq && rule.filter.size() > 1 && rule.filter.ends_with('/')) {
            add("A605",
                rule,
                cat(title_, " drops the slash at the end: this is about another topic there"),
                "use topics without an empty level");
        }
    }

    void lint_levels(const Rule& rule) {
        const auto levels = std::count(rule.filter.begin(), rule.filter.end(), '/') + 1;
        if (target_ == Target::vernemq && levels > levels_of_vernemq) {
            add("A105",
                rule,
                cat(levels,
                    " levels: ",
                    title_,
                    " takes ",
                    levels_of_vernemq,
                    " unless it is told otherwise"),
                "set topic_max_depth there")
                .severity = Severity::warning;
        }
    }

    void lint_anonymous(const Rule& rule) {
        if (target_ == Target::vernemq) {
            add("A604",
                rule,
                cat("at ", title_, " rules before the first user line are for every client"),
                "write them for the users who are meant");
        } else if (target_ == Target::hivemq) {
            add("A604",
                rule,
                cat(title_, " has no rules for clients without a name"),
                "give these clients a user");
        }
    }

    /// What the conversion to Mosquitto's other format cannot keep.
    void lint_losses() {
        for (auto& loss : losses()) {
            report_.add("A606", loss.span, std::move(loss.message));
        }
    }

    [[nodiscard]] std::vector<ConversionLoss> losses() const {
        const bool is_acl_file = policy_.format == Format::mosquitto;
        switch (target_) {
        case Target::mosquitto_2_0:
        case Target::mosquitto_2_1:
            return is_acl_file ? std::vector<ConversionLoss>{}
                               : to_acl_file(
                                     policy_,
                                     target_ == Target::mosquitto_2_0 ? Broker::dynsec_2_0
                                                                      : Broker::dynsec_2_1
                                 )
                                     .losses;
        case Target::dynsec_2_1: // 2.0 has no substitution, which A601 tells
            return is_acl_file ? to_dynsec(policy_, Broker::mosquitto_2_1).losses
                               : std::vector<ConversionLoss>{};
        default:
            return {};
        }
    }

    Report& report_;
    const Policy& policy_;
    Target target_;
    std::string_view title_;
    topic::FilterSet common_;               ///< what every client may subscribe to
    std::optional<topic::FilterSet> own_{}; ///< what a section's clients may, once it is asked for
};

} // namespace

void lint_target(Report& report, const Policy& policy, Target target) {
    TargetLint{report, policy, target}.run();
}

} // namespace mqttx::acl::lint_parts
