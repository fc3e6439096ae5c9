// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/attempt.hpp"
#include "apps/mqttx/doctor/finding.hpp"
#include "common/mqtt/options.hpp"

#include <optional>
#include <set>
#include <string>

namespace mqttx::app::doctor {

/// What our own credentials could do in one session: subscribe to everything, and publish to a
/// topic nobody uses.
struct Trespass {
    std::optional<Error> fault; ///< why the session did not come to its end
    bool mqtt5 = false;
    std::optional<int> everything;        ///< what SUBACK said of "#"
    std::optional<int> statistics;        ///< and of "$SYS/#"
    std::optional<int> published;         ///< what PUBACK said; 3.1.1 can only say 0
    std::set<std::string> foreign_topics; ///< that "#" brought, without our own
    bool heard_statistics = false;
    bool heard_ourselves = false; ///< our message came back
};

/// Does it: nothing is retained, and the session ends with its subscriptions.
Trespass trespass(const mqtt::ConnectOptions& options);

/// Layer "probe": what the broker lets somebody do who has nothing, a wrong password, no TLS, or
/// our credentials, at an address that answers. Several connections; those that must fail may fail.
Findings probe(const mqtt::ConnectOptions& options, const std::string& address);

/// The layer not tested, for a reason.
Findings probe_untested(const std::string& reason);

/// Whether somebody without a name, password, certificate or key is let in.
Finding judge_anonymous(const Attempt& seen);

/// Whether a password that is surely wrong is let in.
Finding judge_wrong_password(const std::string& username, const Attempt& seen);

/// Whether the port for connections without TLS answers, `seen` where it accepts connections.
Finding judge_plain_port(int port, const std::optional<Attempt>& seen);

/// What the session was allowed to do: '#', '$SYS/#', and a publish to a strange topic.
Findings judge_trespass(const Trespass& seen);

} // namespace mqttx::app::doctor
