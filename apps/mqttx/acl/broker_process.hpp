// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <sys/types.h>

#include <string>

namespace mqttx::app {

/// The broker's process, as its pid file names it; held on to, so that no other process can take
/// its place behind the same number.
class BrokerProcess {
  public:
    /// Throws Error(local) when the file cannot be read or holds no process id, and when the
    /// process is not there, is no mosquitto, or is not ours to signal. Nothing is sent to it.
    explicit BrokerProcess(const std::string& pid_file);

    /// Tells it to read its files again (SIGHUP). Throws Error(local).
    void reload() const;

    [[nodiscard]] bool is_running() const;

    /// Whether it has yet to look at what reload() sent, stopped or not let run.
    [[nodiscard]] bool has_pending_reload() const;

    /// Throws Error(local) when the user the process runs as cannot read a file. Only root can find
    /// that out about others; the question is then asked of ourselves.
    void require_can_read(const std::string& path) const;

    [[nodiscard]] pid_t id() const noexcept { return id_; }

    /// Readable when the process has ended.
    [[nodiscard]] int descriptor() const noexcept { return process_.number(); }

  private:
    void send(int signal) const;
    [[noreturn]] void fail(int error_number) const;
    void require_mosquitto() const;

    std::string pid_file_;
    pid_t id_ = 0;
    io::Descriptor process_; ///< a pidfd
};

} // namespace mqttx::app
