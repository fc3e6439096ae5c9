// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/policy.hpp"

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

/// What a native file is written with.
namespace mqttx::acl {

/// A TOML basic string. The text must be UTF-8.
std::string quoted(std::string_view text);

/// The rules for one subject: topics by what is allowed or denied of them, in the order of their
/// coming.
class RuleText {
  public:
    /// The filter is in native spelling, and UTF-8.
    void add(Effect effect, bool publish, bool subscribe, std::string_view filter);

    /// A table for each kind of rule; `subject` is a TOML value.
    [[nodiscard]] std::string write(std::string_view subject) const;

  private:
    struct Group {
        std::tuple<Effect, bool, bool> kind;
        std::vector<std::string> filters;
    };

    std::vector<Group> groups_;
};

} // namespace mqttx::acl
