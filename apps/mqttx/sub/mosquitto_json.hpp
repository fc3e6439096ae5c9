// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"

#include <string>

namespace mqttx::app::sub {

/// How a payload stands in an object: as a string, or as the JSON that it is.
enum class Embed { as_text, as_json };

/// The object that mosquitto_sub writes for %j and %J, member by member; valid JSON also where
/// mosquitto_sub's is not: a payload that is not UTF-8 is "payload_b64", one that is no JSON a
/// string. Safe to show.
std::string mosquitto_json(const Arrival& arrival, Embed embed, bool pretty);

} // namespace mqttx::app::sub
