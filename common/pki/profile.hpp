// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mqttx::pki {

/// What a certificate is for. A client may not pose as a server, nor the reverse.
enum class Role { root, intermediate, server, client };

/// What distinguishes the certificates of a role (RFC 5280 section 4.2.1).
struct Profile {
    std::string_view name; ///< "server", also its folder in the store
    bool is_ca;
    int days;        ///< validity unless told otherwise
    int path_length; ///< CAs that may stand below; -1 for a leaf
};

const Profile& profile_of(Role role) noexcept;

/// The role of this name, or none.
std::optional<Role> role_named(std::string_view name) noexcept;

} // namespace mqttx::pki
