// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <string>
#include <vector>

namespace mqttx::tls {

/// RFC 3339 in UTC: "2026-01-31T12:00:00Z"; "(malformed time)" beyond the calendar.
std::string time_text(std::time_t time);

/// A span in its largest whole unit: "3 days", "1 hour", "40 seconds".
std::string span_text(std::time_t seconds);

/// "DNS:a, DNS:b and 3 more".
std::string list_text(const std::vector<std::string>& names);

} // namespace mqttx::tls
