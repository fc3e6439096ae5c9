// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace broker_start {

/// How a mosquitto process took its configuration.
struct Start {
    int exit_code = 0; ///< what it ended with by itself; 0 when it ran until it was told to stop
    std::vector<std::string> plain_patterns; ///< as its warnings about ACL patterns name them
};

/// Starts the broker (MOSQUITTO names the program) with a permission file on a free loopback port
/// and stops it as soon as it serves.
Start with_acl_file(const std::string& content);

} // namespace broker_start
