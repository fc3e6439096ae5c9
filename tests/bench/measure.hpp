// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace mqttx::bench {

using Command = std::vector<std::string>;

/// What a whole process cost, from its start to its end, and how it ended.
struct Cost {
    double wall_ms = 0;
    double cpu_ms = 0; ///< user and system
    double peak_mb = 0;
    int status = 0; ///< 128 and the signal when it died of one
};

/// A process whose end is waited for later.
class Process {
  public:
    /// Starts it with these descriptors as its standard input and output; -1 is /dev/null.
    /// Throws std::runtime_error.
    Process(const Command& command, int in, int out);

    /// Waits for its end.
    Cost wait();
    /// SIGTERM, and waits.
    Cost stop();

  private:
    pid_t id_ = -1;
    double started_ms_;
};

/// Runs a command to its end, silently.
Cost run(const Command& command, int in = -1);

/// A clock that only goes forward.
double now_ms();

/// The middle value; of an even number the mean of the middle two.
double median(std::vector<double> values);

} // namespace mqttx::bench
