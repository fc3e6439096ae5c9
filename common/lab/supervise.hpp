// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/child.hpp"
#include "common/lab/broker.hpp"

#include <csignal>
#include <optional>

namespace mqttx::lab {

/// Keeps SIGHUP, SIGINT, SIGTERM and SIGCHLD waiting for wait_for_end() while it lives.
class SignalsHeld {
  public:
    SignalsHeld();
    ~SignalsHeld();
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

  private:
    sigset_t before_{};
};

/// Why the waiting ended.
struct Finish {
    std::optional<io::Ending> command{}; ///< how the command ended
    int signal = 0;                      ///< a signal that asked us to stop; 0: none did
    bool broker_ended = false;           ///< by itself
};

/// Waits for the first of: the command ends, the broker ends, a signal asks us to stop. Hands a
/// signal on to the command, waits five seconds for its end and kills it then, or at a second
/// signal. Ctrl-C reaches the command from the terminal itself, and is its own affair. Without a
/// command any of the signals ends the waiting. Needs SignalsHeld.
Finish wait_for_end(Broker& broker, io::Child* command);

} // namespace mqttx::lab
