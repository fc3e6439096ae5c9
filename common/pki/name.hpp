// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/profile.hpp"

#include <string_view>

namespace mqttx::pki {

/// Whether `name` may be the common name of a certificate of this role, and the name of its files.
/// A common name has 1 to 64 characters of UTF-8 (RFC 5280 appendix A.1), none of them a control
/// character; a client's is its user name at the broker, where + # / have a meaning in topics; as a
/// file name it is not '.', '..', has no '/' and no '-' in front. Throws Error(usage) with the
/// reason.
void require_name(Role role, std::string_view name);

} // namespace mqttx::pki
