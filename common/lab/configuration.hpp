// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace mqttx::lab {

/// Where the parts of a lab are.
struct Layout {
    std::string folder;     ///< absolute
    std::uint16_t port = 0; ///< mutual TLS; the next one is TLS with a password
    std::string plugin{};   ///< for a native permission file; empty: it is an acl_file

    [[nodiscard]] std::string pki() const { return folder + "/pki"; }

    [[nodiscard]] std::string passwords() const { return folder + "/passwd"; }

    [[nodiscard]] std::string permissions() const { return folder + "/acl"; }

    [[nodiscard]] std::string keyring() const { return folder + "/keyring.jwks"; }

    [[nodiscard]] std::string configuration() const { return folder + "/mosquitto.conf"; }

    [[nodiscard]] std::string profiles() const { return folder + "/config.toml"; }

    [[nodiscard]] std::string log() const { return folder + "/broker.log"; }

    [[nodiscard]] std::string password_of(std::string_view user) const {
        return folder + "/secrets/" + std::string{user};
    }

    [[nodiscard]] std::uint16_t password_port() const {
        return static_cast<std::uint16_t>(port + 1);
    }
};

/// Who exists in a lab: one client with a certificate, two users with a password.
inline constexpr const char* certified_user = "lab";
inline constexpr const char* writing_user = "alice";
inline constexpr const char* reading_user = "bob";

/// The filter that the lab's payload key protects.
inline constexpr const char* protected_topics = "home/#";

/// mosquitto.conf: two TLS listeners on 127.0.0.1, nobody anonymous, nothing kept on disk.
std::string broker_configuration(const Layout& layout, std::string_view broker_user);

/// The broker's permission file: who may publish and read what; native with the plugin.
std::string permission_file(const Layout& layout);

/// config.toml: the profiles `lab`, `alice`, `bob` and `stranger`.
std::string profile_file(const Layout& layout);

} // namespace mqttx::lab
