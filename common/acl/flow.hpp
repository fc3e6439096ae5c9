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

/// Who can talk to whom: of a native file each subject as it is written, of the others each user,
/// the anonymous, and the users the file does not name. Takes time by the square of their number.
Flows flows_of(const Reading& reading);

/// How many parties a file has.
std::size_t count_parties(const Policy& policy);

} // namespace mqttx::acl
