// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/json.hpp"

/// Strings of JSON, for the readers of this floor.
namespace mqttx::acl::json_string {

struct Scan {
    std::size_t end;          ///< one past the closing quote; the end of the text without one
    bool closed = false;      ///< the closing quote is there
    bool has_escapes = false; ///< a backslash is there
};

/// Walks the string whose opening quote is at `begin`, and adds what is wrong within it.
Scan scan(std::string_view text, std::size_t begin, std::vector<JsonFault>& faults);

/// The characters between the quotes of a scanned string; an escape that means nothing stands for
/// itself.
std::string decode(std::string_view quoted);

} // namespace mqttx::acl::json_string
