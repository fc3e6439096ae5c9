// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/streams.hpp"

#include <optional>
#include <string>

namespace mqttx::cli {

class Declaration;

/// Declares --profile. After the parse the profile it names, or else MQTTX_PROFILE, stands in for
/// the options that the command line does not give: the table `[profile.NAME]` of
/// $XDG_CONFIG_HOME/mqttx/config.toml, or of the file MQTTX_CONFIG names (empty: of none). Without
/// a name nothing is read. Paths are relative to the file's folder. Throws Error(usage) for a
/// profile that is not there, Error(local) for a file that is bad or that others can write, and for
/// what no profile may say: secrets themselves, and to verify less.
void profile_options(Declaration& options);

/// The profile in force after the parse; none when neither the command line nor MQTTX_PROFILE names
/// one.
std::optional<std::string> profile_name(const Declaration& options, const io::Streams& streams);

} // namespace mqttx::cli
