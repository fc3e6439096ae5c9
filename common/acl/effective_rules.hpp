// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/chain.hpp"
#include "common/acl/convert.hpp"
#include "common/topic/cover.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::acl {

/// A filter that is allowed, or denied, to one client for one operation.
struct Part {
    std::string filter;
    const Rule* rule;                   ///< nullptr: by default
    std::vector<topic::Cover> before{}; ///< what is denied ahead of it
};

/// What one client may do, for one operation.
struct Powers {
    std::vector<Part> allowed;
    std::vector<Part> denied;
};

/// The rules of one client after roles, groups and priorities are worked out: what is allowed to it
/// somewhere, and the denies that take something of that away. A rule with %c is lost: an allow is
/// left out, a deny holds for any id.
class EffectiveRules {
  public:
    /// The policy must outlive it; `losses` takes what is lost.
    EffectiveRules(
        const Policy& policy,
        Broker broker,
        std::optional<std::string> user,
        std::vector<ConversionLoss>& losses
    );

    Powers publishing();
    /// Messages arrive where both a subscription and the delivery are allowed.
    Powers receiving();

  private:
    template <typename Visit> void each_allowed(const Chain& chain, Visit visit);
    void add_denied(Powers& powers, const Chain& chain);
    void lose(const Rule& rule, std::string message);

    std::vector<ConversionLoss>& losses_;
    Chain publish_;
    Chain receive_;
    Chain subscribe_;
};

} // namespace mqttx::acl
