// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/decide.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mqttx::app {

/// Something to find out from a live broker as one client, and what the file says.
struct Question {
    acl::Action action;
    std::string topic; ///< of a SUBSCRIBE the filter, $share included
    bool expected;     ///< whether the broker accepts it, by the file
};

/// Questions derived from the rules of a file, for one client: for each rule a topic within and
/// some just outside, each QoS, retained or not; the rule's filter as a subscription, wider ones,
/// and a shared one. Only what is the same for all of `clients` is asked, and nothing that anybody
/// would notice: a message of QoS 1 only where `unused` makes its topic one that nobody has used.
std::vector<Question> questions_about(
    acl::Decider& decider, std::span<const acl::Client> clients, const std::string& unused
);

} // namespace mqttx::app
