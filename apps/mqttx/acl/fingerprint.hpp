// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/finding.hpp"
#include "common/acl/span.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace mqttx::app {

/// Marks for the findings of a file that stay the same wherever their lines move to.
class Fingerprints {
  public:
    explicit Fingerprints(const acl::LineIndex& index) : index_{index} {}

    /// 16 hexadecimal digits for the rule and the line, and which of several such it is. Each
    /// finding of the file must be asked for once, in order.
    std::string next(const acl::Finding& finding);

  private:
    const acl::LineIndex& index_;
    std::unordered_map<std::string, std::size_t> seen_;
};

} // namespace mqttx::app
