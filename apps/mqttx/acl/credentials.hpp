// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/bind.hpp"
#include "common/io/private_file.hpp"
#include "common/mqtt/options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app {

/// Somebody to be at a broker: a user with a password, or with a certificate and its key.
struct Credential {
    std::string name; ///< in messages: "user 'a'", "certificate 'a.crt'"
    std::optional<std::string> username{};
    std::optional<Secret> password{};
    std::string cert{};
    std::string key{};
};

/// Reads CREDENTIALS of `acl probe` (TOML, [[user]] with username and password, or cert and key;
/// paths are relative to the file). Throws Error(local) that names the place.
std::vector<Credential> read_credentials(const std::string& path, io::PrivatePolicy policy);

/// The same from the content of the file.
std::vector<Credential> credentials_in(const std::string& path, ByteView content);

/// The same connection as somebody.
mqtt::ConnectOptions connect_as(const mqtt::ConnectOptions& connect, const Credential& who);

/// All that they may be to a broker: it may take the user name from the certificate, or not. Throws
/// Error(local).
std::vector<acl::Client> clients_for(const Credential& who, const std::string& client_id);

} // namespace mqttx::app
