// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/replay_memory.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace mqttx::cose {

/// The memory of a receiver in a file, across processes: locked as long as this lives (FILE.lock),
/// appended to as messages are accepted, written anew in short when it is opened and when it has
/// grown.
class ReplayFile {
  public:
    /// Reads the file into the memory at `now` (seconds since 1970); a file that is not there
    /// begins with `floor`: what was sealed before it is never accepted. The memory has to live
    /// longer. Throws Error(local) for a file that is locked, cannot be used, can be written by
    /// others, or is no such file.
    ReplayFile(std::string path, ReplayMemory& memory, std::int64_t now, std::int64_t floor);

    /// Writes what was accepted since. Throws Error(local).
    void save();

  private:
    void rewrite();

    std::string path_;
    ReplayMemory& memory_;
    io::FileLock lock_;
    io::Descriptor file_{};
    std::optional<io::Output> out_{};
    std::size_t appended_ = 0;
    std::size_t snapshot_size_ = 0;
};

} // namespace mqttx::cose
