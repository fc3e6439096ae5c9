// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/finding.hpp"

#include <vector>

namespace mqttx::acl {

/// What Mosquitto refuses or misreads in a file, in the order of the file. Time and memory grow
/// with the file's size.
std::vector<Finding> lint(const AclFile& file);

} // namespace mqttx::acl
