// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <csignal>
#include <optional>

namespace mqttx::io {

/// Turns SIGINT, SIGTERM and SIGHUP into something to poll for. The first one that is taken puts
/// the former state back, so that a second one ends the process at once.
class Signals {
  public:
    Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals();

    /// Readable when a signal has arrived; -1 after take() gave one.
    [[nodiscard]] int descriptor() const noexcept { return events_.number(); }

    /// The signal that arrived, if one did.
    std::optional<int> take();

  private:
    void restore() noexcept;

    sigset_t before_{};
    Descriptor events_;
};

} // namespace mqttx::io
