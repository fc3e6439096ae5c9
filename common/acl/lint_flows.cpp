// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/topic/filter_set.hpp"

#include <algorithm>
#include <deque>

namespace mqttx::acl::lint_parts {

namespace {

using topic::FilterSet;

bool is_plain_allow(const Rule& rule) {
    return rule.effect == Effect::allow && !rule.filter.starts_with('$');
}

/// Which rules are about an operation.
bool is_about(const Rule& rule, Operation operation) {
    return is_plain_allow(rule) && rule.operations.has(operation);
}

/// The filters of one side, to ask whether the other side meets it. Of a million rules only one
/// side is kept at a time.
class Side {
  public:
    Side(const Policy& policy, Operation operation) {
        set_.reserve(policy.rules.size());
        for (const auto& rule : policy.rules) {
            if (!is_about(rule, operation)) {
                continue;
            }
            if (rule.has_variables) {
                set_.add(widened_.emplace_back(any_name_in(rule.filter)), 0);
            } else {
                set_.add(rule.filter, 0);
            }
        }
    }

    [[nodiscard]] bool meets(const Rule& rule) const {
        return rule.has_variables ? set_.overlapping(any_name_in(rule.filter)).has_value()
                                  : set_.overlapping(rule.filter).has_value();
    }

  private:
    FilterSet set_;
    std::deque<std::string> widened_;
};

/// Rules for one operation alone that no rule for the other operation meets.
void lint_side(
    Report& report, const Policy& policy, Operation here, Operation there, std::string_view message
) {
    const Side others{policy, there};
    for (const auto& rule : policy.rules) {
        if (is_about(rule, here) && !rule.operations.has(there) && !others.meets(rule)) {
            report.add("A318", place_of(policy, rule), std::string{message}).witness =
                topic_in(rule.filter);
        }
    }
}

} // namespace

void lint_flows(Report& report, const Policy& policy) {
    const auto reading =
        policy.format == Format::dynsec ? Operation::subscribe : Operation::receive;
    const auto is_fed_elsewhere = [&](Operation operation) { // by a bridge, or by default
        return policy.default_for(operation) == Effect::allow ||
               std::none_of(policy.rules.begin(), policy.rules.end(), [&](const Rule& rule) {
                   return is_about(rule, operation);
               });
    };
    if (is_fed_elsewhere(Operation::publish) || is_fed_elsewhere(reading)) {
        return;
    }
    lint_side(report, policy, reading, Operation::publish, "nobody may write what is read here");
    lint_side(report, policy, Operation::publish, reading, "nobody may read what is written here");
}

} // namespace mqttx::acl::lint_parts
