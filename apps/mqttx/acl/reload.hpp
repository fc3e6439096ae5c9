// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace mqttx::app {

/// The broker's process, as its pid file names it.
class BrokerProcess {
  public:
    /// Throws Error(local) when the file cannot be read, holds no process id, or the process is not
    /// there or not ours to signal.
    explicit BrokerProcess(const std::string& pid_file);

    /// Tells it to read its files again (SIGHUP). Throws Error(local).
    void reload() const;

  private:
    void send(int signal) const;

    std::string pid_file_;
    pid_t id_ = 0;
};

/// The file that a broker reads, with what it held before.
class LiveFile {
  public:
    /// Throws Error(local) when there is a file that cannot be read, or whose owner could not be
    /// kept: the broker might not be able to read it any more.
    explicit LiveFile(std::string path);

    [[nodiscard]] const std::optional<std::string>& before() const noexcept { return before_; }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// Replaces the content in one step; mode and owner stay. Throws Error(local).
    void replace(const std::string& content) const;

    /// Puts back what was there. Throws Error(local).
    void restore() const;

  private:
    std::string path_;
    std::optional<std::string> before_;
    mode_t mode_ = 0644;
};

} // namespace mqttx::app
