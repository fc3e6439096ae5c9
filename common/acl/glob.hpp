// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Globs of certificate names and client ids: '*' is any run of characters, nothing else is
/// special.
namespace mqttx::acl {

/// Whether the whole text is of the shape of a glob.
bool matches_glob(std::string_view glob, std::string_view text) noexcept;

/// The shortest text that both globs have; none when there is none.
std::optional<std::string> common_text(std::string_view glob, std::string_view other);

} // namespace mqttx::acl
