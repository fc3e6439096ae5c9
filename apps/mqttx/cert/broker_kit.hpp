// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::cert {

/// What a Mosquitto listener with mutual TLS is told.
struct BrokerKit {
    std::string cafile;   ///< the root: an intermediate alone would not do
    std::string certfile; ///< with the CAs between
    std::string keyfile;
    std::optional<std::string> crlfile{}; ///< of every CA
    std::optional<std::string> aclfile{};
    std::string acl_plugin{}; ///< the library that enforces `aclfile`; empty: Mosquitto itself
    int port = 8883;
    bool requires_certificate =
        true; ///< without, no certificate is asked for and none gives a name
    bool by_subject = false;
};

/// The lines of mosquitto.conf.
std::string configuration_text(const BrokerKit& kit);

/// The same with paths from the root: a broker runs elsewhere.
BrokerKit absolute(const BrokerKit& kit);

/// Throws Error(local) when a file is not there, or the key is encrypted: a broker cannot ask.
void require_usable(const BrokerKit& kit);

/// What was put into a folder for a broker.
struct Installed {
    std::string configuration;
    std::vector<std::string> files;
    std::vector<std::string> to_do; ///< commands that need more rights than ours
};

/// Where to put them.
struct Destination {
    std::string folder;
    std::string user; ///< that the broker runs as
    bool replace = false;
    bool dry_run = false;
};

/// Copies the files and writes the configuration, all together; the key becomes readable for the
/// user the broker runs as. Throws Error(local).
Installed install(const BrokerKit& kit, const Destination& to);

} // namespace mqttx::app::cert
