// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"
#include "common/tls/handshake.hpp"

#include <optional>

namespace mqttx::tls {

/// The cause of a failed handshake, or of a loss right after it, in one sentence with the way out;
/// none when nothing in the record explains it. Every cause has its own sentence.
std::optional<Error> explain(const Handshake& handshake);

} // namespace mqttx::tls
