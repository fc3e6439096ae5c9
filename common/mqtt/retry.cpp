// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/retry.hpp"

#include <algorithm>

namespace mqttx::mqtt {

bool Retry::is_permanent(const Error& cause) {
    switch (cause.kind()) {
    case ErrorKind::network:
    case ErrorKind::unavailable:
        return false;
    case ErrorKind::tls: // a handshake cut short may be a broker that restarts; a verdict stays a
                         // verdict
        return !cause.facts().tls_alert.empty() || !cause.facts().x509_error.empty();
    default:
        return true;
    }
}

void Retry::connected(Clock::time_point now) {
    was_connected_ = true;
    connected_at_ = now;
    attempts_ = 0;
    backoff_.reset();
}

void Retry::lost(Clock::time_point now) {
    constexpr std::chrono::seconds short_time{10};
    short_connections_ = now - connected_at_ < short_time ? short_connections_ + 1 : 0;
    trying_since_ = now;
}

std::optional<std::chrono::milliseconds>
Retry::after_failure(const Error& cause, Clock::time_point now) {
    const bool for_ever = was_connected_ && !patience_.reconnection;
    const auto budget = (was_connected_ ? patience_.reconnection : patience_.first_connection)
                            .value_or(std::chrono::milliseconds{0});
    const bool out_of_attempts = patience_.attempts && attempts_ >= *patience_.attempts;
    const bool first_refused = !was_connected_ && !patience_.first_connection;
    if (is_permanent(cause) || out_of_attempts || first_refused) {
        return std::nullopt;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(trying_since_ + budget - now);
    if (!for_ever && left <= std::chrono::milliseconds{0}) {
        return std::nullopt;
    }
    ++attempts_;
    const auto wait = backoff_.next();
    return for_ever ? wait : std::min(wait, left);
}

} // namespace mqttx::mqtt
