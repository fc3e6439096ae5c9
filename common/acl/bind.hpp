// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/broker.hpp"
#include "common/acl/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What a broker that has verified a client's certificate knows from it.
struct CertificateNames {
    std::optional<std::string> common_name{};
    std::vector<std::string> alternative{}; ///< "DNS:a", "IP:::1", "URI:b", "email:c"
    std::string issuer_sha256{}; ///< of the DER issuer name, 64 hexadecimal digits in lower case

    bool operator==(const CertificateNames&) const = default;
};

/// Who asks. An empty user name is none, as for the brokers; a client id that is not known leaves
/// out what is granted by it.
struct Client {
    std::optional<std::string> user{};
    std::optional<std::string> id{};
    std::optional<CertificateNames> certificate{}; ///< asked by the native format alone

    [[nodiscard]] std::optional<std::string_view> name() const noexcept {
        return user && !user->empty() ? std::optional<std::string_view>{*user} : std::nullopt;
    }
};

/// The filter of a rule with the client's names in place of its variables; none when the rule does
/// not apply to the client. What stands for a variable, and which names are refused, is each
/// broker's own; `strict` widens a deny with a refused name to '#' in place of the variable.
std::optional<std::string> bind(const Rule& rule, const Client& client, Broker broker);

/// The same in the native format: ${username}, ${client-id} and ${cert-cn} are whole levels. For a
/// name that is absent, empty, holds one of "/+#", or begins with '$' at the first level an allow
/// does not apply, and a deny widens to '#' in place of the variable.
std::optional<std::string> bind_native(const Rule& rule, const Client& client);

/// Whether a name can stand for a variable of the native format, as a level of a topic: the name of
/// which bind_native() says that a rule applies.
bool fits_level(std::string_view name, bool is_first) noexcept;

/// The same for a rule of any format: what is bound how is the format's own, or the broker's where
/// it is another one. EMQX and HiveMQ replace their variables within levels too, and a rule with a
/// name that may not stand there does not apply, be it a deny.
std::optional<std::string>
bind_rule(const Policy& policy, const Rule& rule, const Client& client, Broker broker);

/// Of a native deny that is widened to '#' for a name with '$' at the first level: the topics that
/// begin with that name, of which '#' takes none.
std::optional<std::string> reserved_topics(const Rule& rule, const Client& client);

/// What a level of a native topic stands for: a variable, or nothing but itself.
enum class Variable : std::uint8_t { none, username, client_id, cert_cn };

Variable variable_in(std::string_view level) noexcept;

/// Whether a variable of the native format, or one of EMQX that nobody here can fill in, stands
/// anywhere in a level.
bool holds_native_variable(std::string_view level) noexcept;

/// Whether Mosquitto applies no pattern to the client because of '+' or '#' in its names.
bool is_refused_by_patterns(const Client& client) noexcept;

} // namespace mqttx::acl
