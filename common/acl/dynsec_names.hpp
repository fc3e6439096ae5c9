// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/dynsec.hpp"

namespace mqttx::acl {

/// Notes names that are there twice, and mentions of names that are nowhere; for
/// common/acl/dynsec.cpp alone.
void check_names(DynsecFile& file);

} // namespace mqttx::acl
