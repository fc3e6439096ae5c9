// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/dynsec.hpp"
#include "common/acl/policy.hpp"

namespace mqttx::acl {

/// What a dynamic security configuration means: a section for each role, a subject for each client
/// with its roles and those of its groups. Entries whose topic is no filter, which match nothing,
/// and unknown roles are left out. A file with an error in its document is not taken by the broker,
/// so look there first. The file's text must outlive the policy.
Policy policy_of(const DynsecFile& file);

} // namespace mqttx::acl
