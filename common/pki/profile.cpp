// SPDX-License-Identifier: Apache-2.0
#include "common/pki/profile.hpp"

#include <array>
#include <cstddef>

namespace mqttx::pki {

namespace {

constexpr std::array<Profile, 4> profiles{{
    {.name = "root", .is_ca = true, .days = 3650, .path_length = 1},
    {.name = "intermediate", .is_ca = true, .days = 1825, .path_length = 0},
    {.name = "server", .is_ca = false, .days = 397, .path_length = -1},
    {.name = "client", .is_ca = false, .days = 365, .path_length = -1},
}};

} // namespace

const Profile& profile_of(Role role) noexcept {
    return profiles[static_cast<std::size_t>(role)];
}

std::optional<Role> role_named(std::string_view name) noexcept {
    for (const Role role : {Role::root, Role::intermediate, Role::server, Role::client}) {
        if (profile_of(role).name == name) {
            return role;
        }
    }
    return std::nullopt;
}

} // namespace mqttx::pki
