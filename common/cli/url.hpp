// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {

/// [user[:password]@]host[:port]
struct UrlAuthority {
    std::optional<std::string> username;
    std::optional<Secret> password;
    std::optional<Secret> written_password; ///< as the URL has it, percent signs and all
    std::string host;
    std::optional<int> port;
};

/// mqtt(s)://authority[/topic]
struct BrokerUrl : UrlAuthority {
    bool tls = false;
    std::optional<std::string> topic;
};

/// Reads a broker URL; user, password and topic may be percent-encoded. Throws Error(usage), never
/// with the password in it.
BrokerUrl parse_broker_url(const std::string& url);

/// Reads socks5h://authority in the same way.
UrlAuthority parse_proxy_url(const std::string& url);

} // namespace mqttx::cli
