// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/hivemq_file.hpp"

#include <string>
#include <string_view>

/// Parts of a credentials.xml as text; for common/acl alone.
namespace mqttx::acl {

/// Whether XML 1.0 can hold the text.
bool fits_xml(std::string_view text);

/// "<name>text</name>".
std::string element(std::string_view name, std::string_view text);

/// A native allow as permissions, as far as it is about publishing or subscribing; one for each
/// group that it lets share.
std::string permission_text(const Policy& policy, const Rule& rule, bool publish, bool subscribe);

} // namespace mqttx::acl
