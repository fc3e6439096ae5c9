// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/reach.hpp"

#include <string>
#include <vector>

namespace mqttx::acl {

/// Somebody that a file speaks of, with clients that stand for them.
struct Party {
    std::string name; ///< "user 'a'", "role 'sensor'", "anonymous", "other users"
    std::vector<Client> clients;
};

/// Messages that go from one party to another.
struct Flow {
    std::size_t from;
    std::size_t to;
    std::string witness; ///< a topic on which they do
};

struct Flows {
    std::vector<Party> parties;
    std::vector<Flow> flows; ///< by publisher, then by receiver
};

/// Everybody a file speaks of: of a native file each subject of an allow as it is written, of the
/// others each user, the anonymous, and the users the file does not name.
std::vector<Party> parties_of(const Policy& policy);

/// Who can talk to whom. Takes time by the square of the number of parties.
Flows flows_of(const Reading& reading);

} // namespace mqttx::acl
