// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mqttx::io {

/// The same JSON text without white space between its tokens, nothing else changed (numbers keep
/// their digits); none when it is no JSON text (RFC 8259) or nested deeper than 512 levels. What a
/// terminal may act on is escaped within its strings.
std::optional<std::string> compact_json(std::string_view text);

/// A compact JSON text spread over lines, one member each, indented by tabs; arrays stay on their
/// line, as mosquitto_sub --pretty has it.
std::string pretty_json(std::string_view compact);

} // namespace mqttx::io
