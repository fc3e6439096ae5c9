// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <string>

namespace mqttx::io {

/// Notices that somebody reads a file (inotify): the proof that another process took it.
class ReadWatch {
  public:
    /// Throws Error(local) when the system watches nothing more for us.
    ReadWatch();

    /// Watches the file that is there now, beside those before. Throws Error(local).
    void add(const std::string& path);

    /// Readable when something has happened.
    [[nodiscard]] int descriptor() const noexcept { return events_.number(); }

    /// Whether a file was opened and closed again, for reading, since the last call.
    bool was_read();

  private:
    Descriptor events_;
};

} // namespace mqttx::io
