// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"
#include "common/topic/filter_set.hpp"

#include <algorithm>

namespace mqttx::acl::lint_parts {

namespace {

using topic::FilterSet;

/// Any name may stand where a variable does.
std::string widened(std::string_view filter) {
    std::string wide;
    topic::Levels levels{filter};
    bool first = true;
    while (const auto level = levels.next()) {
        wide.append(first ? "" : "/").append(holds_variable(*level) ? "+" : *level);
        first = false;
    }
    return wide;
}

bool is_plain_allow(const Rule& rule) {
    return rule.effect == Effect::allow && !rule.filter.starts_with('$');
}

/// What one side may use, to ask whether the other side meets it.
class Side {
  public:
    void add(const Rule& rule) {
        if (rule.has_variables) {
            widened_.push_back(widened(rule.filter));
        } else {
            set_.add(rule.filter, 0);
        }
    }

    void finish() {
        for (const auto& filter : widened_) {
            set_.add(filter, 0);
        }
    }

    [[nodiscard]] bool empty() const noexcept { return set_.empty(); }

    [[nodiscard]] bool meets(const Rule& rule) const {
        return set_
            .overlapping(rule.has_variables ? widened(rule.filter) : std::string{rule.filter})
            .has_value();
    }

  private:
    FilterSet set_;
    std::vector<std::string> widened_;
};

} // namespace

void lint_flows(Report& report, const Policy& policy) {
    Side writers;
    Side readers;
    for (const auto& rule : policy.rules) {
        if (is_plain_allow(rule)) {
            if (rule.operations.has(Operation::publish)) {
                writers.add(rule);
            }
            if (rule.operations.has(Operation::receive)) {
                readers.add(rule);
            }
        }
    }
    writers.finish();
    readers.finish();
    if (writers.empty() || readers.empty()) {
        return; // the other side is elsewhere: a bridge, a program beside the broker
    }
    for (const auto& rule : policy.rules) {
        if (!is_plain_allow(rule)) {
            continue;
        }
        const bool reads = rule.operations.has(Operation::receive);
        const bool writes = rule.operations.has(Operation::publish);
        if (reads != writes && !(reads ? writers : readers).meets(rule)) {
            auto& finding = report.add(
                "A318",
                place_of(policy, rule),
                reads ? "nobody may write what is read here"
                      : "nobody may read what is written here"
            );
            finding.witness = topic_in(rule.filter);
        }
    }
}

} // namespace mqttx::acl::lint_parts
