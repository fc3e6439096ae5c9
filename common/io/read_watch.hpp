// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <sys/types.h>

#include <string>

namespace mqttx::io {

/// Notices that a process reads a file: the proof that it took it. The system says which process
/// reads only to root (fanotify); to others it says that somebody does (inotify).
class ReadWatch {
  public:
    /// Throws Error(local) when the system watches nothing more for us.
    explicit ReadWatch(pid_t reader);

    /// Watches the file that is there now, beside those before. Throws Error(local).
    void add(const std::string& path);

    /// Readable when something has happened.
    [[nodiscard]] int descriptor() const noexcept { return events_.number(); }

    /// Whether what others read is told apart from what the process reads.
    [[nodiscard]] bool knows_reader() const noexcept { return knows_reader_; }

    /// Whether a file was opened and closed again, for reading, since the last call.
    bool was_read();

  private:
    void watch_anybody();
    bool was_read_by_reader();
    bool was_read_by_anybody();

    pid_t reader_;
    Descriptor events_;
    bool knows_reader_ = false;
};

} // namespace mqttx::io
