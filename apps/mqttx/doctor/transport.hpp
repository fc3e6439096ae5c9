// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/finding.hpp"
#include "common/io/dial.hpp"
#include "common/mqtt/options.hpp"
#include "common/mqtt/resolver.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::doctor {

/// What the name service said.
struct Lookup {
    std::vector<mqtt::Address> addresses;
    std::string fault; ///< why there is none
};

/// Asks for the addresses of a host, at most until the connection's patience is over.
Lookup look_up(const mqtt::ConnectOptions& options);

/// Layer "name": does it resolve, where to, and does it leave this machine?
Findings judge_name(const std::string& host, const Lookup& lookup);

/// A connection to one address.
struct Reached {
    std::string address;
    io::Dialled dialled;
};

/// Tries each address once, in turn, until one answers; all that were tried, the last one open when
/// any did.
std::vector<Reached>
reach(const mqtt::ConnectOptions& options, const std::vector<mqtt::Address>& addresses);

/// Another connection to the address that answered.
io::Dialled dial_again(const mqtt::ConnectOptions& options, const std::string& address);

/// Layers "route" and "tcp": by which interface and from which address, and does it answer?
Findings judge_transport(const mqtt::ConnectOptions& options, const std::vector<Reached>& tried);

/// Both layers not tested, for a reason.
Findings transport_untested(const std::string& reason);

} // namespace mqttx::app::doctor
