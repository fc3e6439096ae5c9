// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/policy.hpp"

namespace mqttx::acl {

/// What an acl_file means: sections of the same user merged, rules before the first user line for
/// clients without a name, patterns for everybody wherever they stand. A line the broker refuses is
/// left out, so ask refused_line() first. The file's text must outlive the policy.
Policy policy_of(const AclFile& file);

} // namespace mqttx::acl
