// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::tls {

/// RFC 3339 in UTC: "2026-01-31T12:00:00Z"; "(malformed time)" beyond the calendar.
std::string time_text(std::time_t time);

/// Reads "2026-01-31T12:00:00Z" or "2026-01-31", its first second, both in UTC; none for anything
/// else, a 30th of February included.
std::optional<std::time_t> parse_time(std::string_view text);

/// A span in its largest whole unit: "3 days", "1 hour", "40 seconds".
std::string span_text(std::time_t seconds);

/// "DNS:a, DNS:b and 3 more".
std::string list_text(const std::vector<std::string>& names);

} // namespace mqttx::tls
