// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/authority.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::io {
class JsonWriter;
}

namespace mqttx::app::cert {

/// Lines of a name and a value, the values below each other; safe for a terminal.
using Rows = std::vector<std::pair<std::string, std::string>>;
std::string to_text(const Rows& rows);

/// What was made: for people, ending in the `next` command to type; or as one JSON object.
std::string describe(const pki::Made& made, const std::string& title, const std::string& next);
std::string describe_json(const pki::Made& made);

/// The facts of a certificate as members of the object being written.
void write_facts(io::JsonWriter& json, const pki::CertificateFacts& facts);

} // namespace mqttx::app::cert
