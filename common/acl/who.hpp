// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/broker.hpp"
#include "common/acl/name_set.hpp"
#include "common/acl/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// Clients who may do something.
struct Grant {
    enum class Who : std::uint8_t {
        everybody, ///< clients without user name, and those of `users`
        users,     ///< those of `users`
        anonymous, ///< clients without user name
        user       ///< the one in `user`
    };

    Who who = Who::user;
    std::string user{};
    NameSet users{};
    NameSet ids{};              ///< the client ids with which they may
    std::optional<Rule> rule{}; ///< that decides for most of them; none: the default does
    bool disabled = false;      ///< the file says that this user may not connect
};

/// Everyone who may publish to, or receive, a topic, users the file does not name included: exactly
/// those for whom Decider::allows is true, with any user name and client id. Who may connect with a
/// single client id is listed with it. Takes time by the rules of the file, and by the users with
/// rules about the topic.
std::vector<Grant>
who_may(const Policy& policy, Broker broker, Operation operation, std::string_view topic);

} // namespace mqttx::acl
