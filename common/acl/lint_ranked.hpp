// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/policy.hpp"
#include "common/topic/filter_set.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl::lint_parts {

using Rules = std::vector<const Rule*>;

/// Whether the outer rule is about all operations of the inner one.
bool has_all(const Rule& outer, const Rule& inner);

/// The rules of one effect in a section, widest first, to ask which of them others make needless.
/// The rules must outlive it.
class Ranked {
  public:
    explicit Ranked(Rules rules);

    [[nodiscard]] const Rules& rules() const noexcept { return rules_; }

    /// A topic of the filter, for the operation, that none of the rules before `below` has.
    [[nodiscard]] std::optional<std::string>
    uncovered(std::string_view filter, Operation operation, std::size_t below) const;

    /// Whether the rules before `below` have all that the rule says.
    [[nodiscard]] bool covers(const Rule& rule, std::size_t below) const;

    /// One rule before `below` that has all of it alone; in a large section it may be overlooked.
    [[nodiscard]] const Rule* single(const Rule& rule, std::size_t below) const;

    /// A rule that meets the filter.
    [[nodiscard]] const Rule* meeting(std::string_view filter) const;

  private:
    Rules rules_;
    std::vector<topic::FilterSet> sets_; ///< for publishing and receiving; none in small sections
};

} // namespace mqttx::acl::lint_parts
