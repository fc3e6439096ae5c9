// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/broker.hpp"
#include "common/acl/policy.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::acl {

/// Who asks. An empty user name is none, as for the brokers; a client id that is not known leaves
/// out what is granted by it.
struct Client {
    std::optional<std::string> user{};
    std::optional<std::string> id{};

    [[nodiscard]] std::optional<std::string_view> name() const noexcept {
        return user && !user->empty() ? std::optional<std::string_view>{*user} : std::nullopt;
    }
};

/// The filter of a rule with the client's names in place of its variables; none when the rule does
/// not apply to the client. What stands for a variable, and which names are refused, is each
/// broker's own; `strict` widens a deny with a refused name to '#' in place of the variable.
std::optional<std::string> bind(const Rule& rule, const Client& client, Broker broker);

/// Whether Mosquitto applies no pattern to the client because of '+' or '#' in its names.
bool is_refused_by_patterns(const Client& client) noexcept;

} // namespace mqttx::acl
