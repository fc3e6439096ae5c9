// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/inspection.hpp"

#include <cstdint>
#include <string>

namespace mqttx::app::payload {

/// What was found, for people: control characters of the envelope are escaped.
std::string inspection_text(const cose::Inspection& found);

/// The same as one JSON object, with the age at `now` (seconds since 1970).
std::string inspection_json(const cose::Inspection& found, std::int64_t now);

} // namespace mqttx::app::payload
