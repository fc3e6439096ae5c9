// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/attempt.hpp"
#include "apps/mqttx/doctor/finding.hpp"
#include "common/mqtt/options.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::app::doctor {

/// What the TLS layer leaves behind for those above it.
struct TlsWalk {
    Findings findings;
    bool passed = false;                ///< whether a connection can be made as the options say
    bool certificate_requested = false; ///< by the broker
};

/// Layer "tls" at an address that answers: a handshake for the facts, one that verifies as the
/// options say, one for the other version. No byte of MQTT is sent.
TlsWalk walk_tls(const mqtt::ConnectOptions& options, const std::string& address);

/// The layer's findings where there is no TLS.
Findings judge_plain(bool loopback, const mqtt::ConnectOptions& options);

/// The layer not tested, for a reason.
Findings tls_untested(const std::string& reason);

/// Whether the broker wants a certificate of ours, and takes it: known only after the attempt.
Finding
judge_client_certificate(const mqtt::ConnectOptions& options, bool requested, const Attempt* seen);

} // namespace mqttx::app::doctor
