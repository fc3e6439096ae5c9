// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::io {

/// What a command may touch of its process: three descriptors and the environment. Tests hand in
/// their own.
struct Streams {
    int in = 0;
    int out = 1;
    int err = 2;
    /// The value of an environment variable, or none.
    std::function<std::optional<std::string>(std::string_view)> environment;
    /// Overwrites every occurrence of a text in the argument list the system shows to others (may
    /// be empty).
    std::function<void(std::string_view)> conceal{};
};

/// Whether the descriptor is a terminal.
bool is_terminal(int descriptor) noexcept;

} // namespace mqttx::io
