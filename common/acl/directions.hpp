// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"
#include "common/acl/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// Topics that messages go through in one direction.
struct Direction {
    Span span;          ///< the line
    std::string filter; ///< valid
};

/// Which topics tell devices what to do, and on which they say what is. No topic is both.
struct Directions {
    std::vector<Direction> commands;
    std::vector<Direction> telemetry;
    std::vector<LineFault> faults; ///< of every line, in order
};

/// Reads lines of words (words.hpp) "command FILTER" and "telemetry FILTER". Takes any bytes (less
/// than 4 GiB); without both kinds of lines it is faulty.
Directions read_directions(std::string_view text);

} // namespace mqttx::acl
