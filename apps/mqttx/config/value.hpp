// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/specs.hpp"

#include <string>

namespace mqttx::app::config {

/// A value of an option and where it comes from.
struct Value {
    std::string option;      ///< its long name without dashes
    std::string text{};      ///< as TOML and JSON both write it; secrets masked
    std::string origin{};    ///< "command line", file:line, "implied" or "default"
    bool is_ignored = false; ///< only other commands have the option
};

/// What was said of an option. A secret, the password in a URL and authentication data become
/// "********".
Value value_of(const cli::Setting& setting);

/// A text as a value.
std::string quoted(std::string_view text);

} // namespace mqttx::app::config
