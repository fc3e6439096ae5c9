// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <string>
#include <string_view>

namespace mqttx::keys {

/// Whether a name can stand before the ':' of a line in a broker's password or PSK file: a
/// non-empty MQTT string without ':', control characters, a '#' in front or blanks around it.
bool is_credential_name(std::string_view name) noexcept;

/// The text of such a file with the line `NAME:...` in the place of the first one of that name, or
/// at its end; other lines of that name are dropped, all others kept as they are. With an empty
/// line the name is only dropped.
Secret with_credential(std::string_view text, std::string_view name, const Secret& line);

/// Changes such a file in place, whole or not at all, under a lock; its mode and owner stay, a new
/// one is made with mode 0600. Throws Error(local): it cannot be read or written, or there is no
/// line to drop.
void update_credential_file(const std::string& path, std::string_view name, const Secret& line);

} // namespace mqttx::keys
