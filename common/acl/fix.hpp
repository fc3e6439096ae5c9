// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/finding.hpp"
#include "common/acl/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// A text with fixes, and how many.
struct Fixed {
    std::string text;
    std::size_t count = 0;
};

/// Applies the fixes of findings, the unsafe ones only with `unsafe`: each whole or not at all, and
/// of two that touch the same place the first one. Everything else stays as it is.
Fixed apply_fixes(std::string_view text, const std::vector<Finding>& findings, bool unsafe);

/// Whether a finding is an error in what the broker refuses: a line, or the byte order mark.
bool is_refused(const AclFile& file, const Finding& finding);

/// Of the findings of a file those that are refused. As long as there is one there is no decision
/// that a fix could change.
std::vector<Finding> in_refused_lines(const AclFile& file, const std::vector<Finding>& findings);

/// Whether every client may do the same before and after, at each broker that reads the format.
bool has_same_meaning(const Policy& before, const Policy& after);

} // namespace mqttx::acl
