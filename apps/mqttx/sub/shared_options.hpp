// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mqttx::cli {
class Declaration;
} // namespace mqttx::cli

namespace mqttx::app::sub {

// What every command that receives messages declares.

/// How messages are written.
void output_options(cli::Declaration& declaration, Options& options);

/// An age: a duration, or "off", which is stored as cose::no_age_limit.
void age_option(
    cli::Declaration& declaration,
    std::string_view names,
    std::function<void(std::int64_t)> store,
    std::string description
);

/// The keys that payloads are opened with, and what is demanded of them.
void protection_options(cli::Declaration& declaration, Options& options);

/// What sub alone remembers and puts aside of them.
void keeping_options(cli::Declaration& declaration, Options& options);

} // namespace mqttx::app::sub
