// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/policy.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace mqttx::acl {

/// A rule with its subject; of a policy that is not native without an audience.
struct SubjectRule {
    const Rule* rule;
    const Audience* audience;
    std::uint32_t section;
    std::string_view subject; ///< the same text for the same clients, as far as it is written alike
    std::uint64_t key;        ///< the same for rules that say the same, in any file
};

/// The rules of a policy by what they say, whatever their order, ids and the names of roles. The
/// policy must outlive it.
class RuleKeys {
  public:
    explicit RuleKeys(const Policy& policy);

    [[nodiscard]] const std::vector<SubjectRule>& rules() const noexcept { return rules_; }

    /// The keys of the rules that apply to a client of a native policy, in ascending order.
    [[nodiscard]] std::vector<std::uint64_t> of(const Client& client) const;

    [[nodiscard]] bool has(std::uint64_t key) const { return keys_.contains(key); }

  private:
    const Policy& policy_;
    std::vector<std::string> subjects_; ///< by section
    std::vector<SubjectRule> rules_;    ///< section by section
    std::unordered_set<std::uint64_t> keys_;
};

/// The rules of one policy that say what no rule of the other says.
std::vector<SubjectRule> missing_in(const RuleKeys& other, const RuleKeys& of);

/// A native filter with '+' in place of its variables.
std::string with_any_names(std::string_view filter);

/// Whether a certificate changes anything for a client that has a user name.
bool asks_for_certificates(const Policy& policy);

/// All topics a native rule may be about, whatever the client's names: of a deny everything from
/// its first variable on.
std::string widest_topics(const Rule& rule);

} // namespace mqttx::acl
