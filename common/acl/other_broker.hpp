// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/convert.hpp"

/// Conversions from and to files of EMQX and HiveMQ; see convert.hpp for what holds of all.
namespace mqttx::acl {

/// The policy of an acl.conf as a native file: a deny is written where an allow behind it is about
/// its topics too, and then goes before those in front as well. Conditions that no native file
/// knows leave an allow out and a deny without them.
Converted emqx_to_native(const Policy& policy);

/// The policy of a credentials.xml as a native file, its roles as roles.
Converted hivemq_to_native(const Policy& policy);

/// A native file for EMQX, denies first. What a subscription would bring beyond the native rules,
/// because EMQX takes its filter for a topic, is refused by text where that can be said, and left
/// out where it cannot.
Converted native_to_emqx(const Policy& policy);

/// A native file for HiveMQ's File RBAC extension: for each rule a role for the users the file
/// names. Allows that a deny cuts are left out. Passwords are left empty.
Converted native_to_hivemq(const Policy& policy);

} // namespace mqttx::acl
