// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <chrono>
#include <optional>

namespace mqttx::io {

/// Turns SIGINT, SIGTERM and SIGHUP into something to poll for; one object at a time. The first one
/// that arrives puts the default actions back, so that a second one ends the process at once. It
/// also sets a limit to everything that follows: should the process still be there after
/// `farewell` (whole seconds), stuck in writing to somebody who does not read for example, it dies
/// of the signal.
class Signals {
  public:
    explicit Signals(std::chrono::seconds farewell = std::chrono::seconds{8});
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals();

    /// Readable when a signal has arrived; -1 after take() gave one.
    [[nodiscard]] int descriptor() const noexcept { return events_.number(); }

    /// The signal that arrived, if one did.
    std::optional<int> take();

  private:
    Descriptor events_;
};

} // namespace mqttx::io
