// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/complete.hpp"

namespace mqttx::cli {

/// The values of a kind that exist on this machine now: the profiles of the configuration file, the
/// keys of the default keyring and of each --keyring among `words`, the network interfaces. For
/// completion: what cannot be read is not offered, and nobody is told why.
std::vector<Candidate>
live_values(ValueKind kind, std::span<const std::string> words, const io::Streams& streams);

} // namespace mqttx::cli
