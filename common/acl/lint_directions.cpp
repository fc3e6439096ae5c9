// SPDX-License-Identifier: Apache-2.0
#include "common/acl/action_kinds.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/directions.hpp"
#include "common/acl/flow.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/cover.hpp"

#include <array>
#include <optional>
#include <set>
#include <utility>

namespace mqttx::acl::lint_parts {

namespace {

/// A topic that a client may write, and the rule that lets it.
struct Written {
    std::string topic;
    const Rule* rule;
};

class Search {
  public:
    Search(Report& report, const Policy& policy, const Directions& directions)
        : report_{report}, policy_{policy}, directions_{directions},
          kinds_{kinds_of(policy, policy, Operation::publish)} {}

    void look_at(const Party& party) {
        for (const auto& client : party.clients) {
            if (is_privileged(client.user.value_or(""))) {
                continue;
            }
            std::vector<Chain> chains;
            for (const auto& kind : kinds_) {
                chains.emplace_back(policy_, newest_broker(policy_.format), client, kind.action);
            }
            // What everybody may do is found with any client, so its own commands come first; and
            // two rules that stand together are worth more words than two far apart.
            const auto command = written(chains, directions_.commands, [&](const Rule& rule) {
                return rule.section != policy_.common;
            });
            if (!command) {
                continue;
            }
            const auto telemetry = written(chains, directions_.telemetry, [&](const Rule& rule) {
                return rule.section == command->rule->section;
            });
            if (telemetry) {
                add(party, *command, *telemetry);
            }
        }
    }

  private:
    /// What one of the rules allows, a preferred one if there is one. What the default allows is
    /// the matter of A411.
    template <typename Prefers>
    [[nodiscard]] std::optional<Written> written(
        const std::vector<Chain>& chains, const std::vector<Direction>& topics, Prefers prefers
    ) const {
        std::optional<Written> other;
        for (const auto& chain : chains) {
            for (std::size_t rank = 0; rank < chain.clauses().size(); ++rank) {
                const auto* rule = chain.clauses()[rank].rule;
                if (rule == nullptr || rule->effect == Effect::deny || is_for_privileged(*rule) ||
                    (other && !prefers(*rule))) {
                    continue;
                }
                if (auto topic = topic_of(chain, rank, topics)) {
                    Written found{std::move(*topic), rule};
                    if (prefers(*rule)) {
                        return found;
                    }
                    other = std::move(found);
                }
            }
        }
        return other;
    }

    /// A topic that a clause allows and no earlier one denies.
    [[nodiscard]] static std::optional<std::string>
    topic_of(const Chain& chain, std::size_t rank, const std::vector<Direction>& topics) {
        const std::array<topic::Cover, 1> denied{
            topic::Cover{&chain.denying(), static_cast<topic::FilterSet::Rank>(rank)}};
        for (const auto& direction : topics) {
            const auto both = topic::meet(direction.filter, chain.clauses()[rank].filter);
            if (auto witness = both ? topic::uncovered(*both, denied) : std::nullopt) {
                return witness;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] bool is_for_privileged(const Rule& rule) const {
        const auto& section = policy_.sections[rule.section];
        if (policy_.audience) {
            return is_privileged(policy_.audience->set(rule.section));
        }
        return section.kind == Section::Kind::role && is_privileged(section.name);
    }

    /// Clients who get both from the same rules are one finding.
    void add(const Party& party, const Written& command, const Written& telemetry) {
        if (!known_.insert({command.rule, telemetry.rule}).second) {
            return;
        }
        const auto section = command.rule->section;
        const bool together = telemetry.rule->section == section;
        const auto& role = policy_.sections[section];
        const auto who = together && section == policy_.common ? std::string{"every client"}
                         : together && role.kind == Section::Kind::role
                             ? cat("a client with role ", in_quotes(role.name))
                             : party.name;
        auto& finding = report_.add(
            "A409",
            place_of(policy_, *command.rule),
            cat(who, " may give commands here and write telemetry too"),
            "let whoever gives commands read telemetry, and devices read commands"
        );
        finding.witness = cat(command.topic, " and ", telemetry.topic);
        if (telemetry.rule != command.rule) {
            finding.related =
                Related{place_of(policy_, *telemetry.rule), "telemetry may be written here"};
        }
    }

    Report& report_;
    const Policy& policy_;
    const Directions& directions_;
    std::vector<Kind> kinds_;
    std::set<std::pair<const Rule*, const Rule*>> known_;
};

} // namespace

void lint_directions(Report& report, const Policy& policy, const Directions& directions) {
    Search search{report, policy, directions};
    for (const auto& party : parties_of(policy)) {
        search.look_at(party);
    }
}

} // namespace mqttx::acl::lint_parts
