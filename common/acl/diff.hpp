// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/reach.hpp"

#include <string>
#include <vector>

namespace mqttx::acl {

/// What one subject may do after a change and could not before, or the reverse.
struct Change {
    enum class Who : std::uint8_t {
        anonymous,
        user,
        other_users,
        client ///< one that has a client id or a certificate of some kind, `client`
    };

    Who who = Who::user;
    std::string user{}; ///< of a user
    Operation operation = Operation::publish;
    bool gained = false;
    /// A topic for which it is so; <client-id> in it is the client's, and <user> the name of one of
    /// the other users.
    std::string witness{};
    Client client{};          ///< who shows it
    std::uint8_t qos = 0b111; ///< the QoS for which it is so
    RetainRule retain = RetainRule::any;
    std::string group{}; ///< of a shared subscription; empty: of one's own
};

/// The differences in what clients may publish and what they may receive, exact: none when every
/// client of both files may do the same. Clients without name first, then users in the order of the
/// files, last users that neither names. A subject whose rules are the same takes no time.
///
/// Files with subjects other than users may have more combinations of subjects than are looked at:
/// then `is_complete` becomes false, and there may be more changes than are given; it is left alone
/// otherwise.
std::vector<Change>
difference(const Reading& before, const Reading& after, bool* is_complete = nullptr);

} // namespace mqttx::acl
