// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/connection_options.hpp"
#include "common/cli/keyring_options.hpp"
#include "common/cose/receiver.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::sub {

enum class Escape { automatic, always, never };

/// What becomes of a payload that is refused.
enum class OnRefusal { skip, fail };

/// What the command line of sub says.
struct Options {
    cli::ConnectionOptions connection{};
    cli::KeyringOptions keyrings{};
    cose::ReceiverOptions receiver{};
    OnRefusal on_refusal = OnRefusal::skip;
    bool strict_payload = false;
    std::vector<std::string> filters;
    int qos = 0;
    std::optional<std::uint64_t> count;
    std::optional<std::chrono::milliseconds> wait;
    bool no_retained = false;
    bool retained_only = false;
    bool retain_as_published = false;
    bool no_local = false;
    int retain_handling = 0;
    // How messages are written: at most one of format and json.
    bool verbose = false;
    bool no_newline = false;
    std::optional<std::string> format;
    bool json = false;
    Escape escape = Escape::automatic;
};

} // namespace mqttx::app::sub
