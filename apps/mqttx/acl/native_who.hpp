// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/policy_file.hpp"
#include "common/acl/who_native.hpp"
#include "common/io/json_writer.hpp"

#include <string>

namespace mqttx::app {

/// Who may do something by a native file: a subject and its rule for each line that grants it, then
/// who is denied it all the same. Safe to show.
std::string native_who_text(const PolicyFile& file, const acl::NativeWho& who);

/// The same as members of an object that is open.
void put_native_who(io::JsonWriter& json, const PolicyFile& file, const acl::NativeWho& who);

} // namespace mqttx::app
