// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <string>
#include <vector>

namespace mqttx::io {

/// Throws Error(local), with the hint --force, where something of this name exists.
void require_free(const std::string& path);

/// Files that are only right together, where no journal decides: all wait complete beside their
/// places (".new"), then take them in order. The first file taking its place is the decision: who
/// finds others waiting without it finishes the change, who finds it waiting clears all away.
class Together {
  public:
    /// All the paths there may be, in the order in which they take their places; they are in
    /// folders that exist. Waits until nobody else writes in the first one's folder, then does what
    /// an interrupted one left to do. Throws Error(local).
    explicit Together(std::vector<std::string> paths);

    Together(const Together&) = delete;
    Together& operator=(const Together&) = delete;
    /// What was not committed is removed.
    ~Together();

    /// One of the paths; without `replace` it must be free. Throws Error(local).
    void stage(const std::string& path, ByteView content, WriteOptions options);

    /// Makes the change; the first of the paths must be staged. Throws Error(local).
    void commit();

  private:
    void drop() noexcept;

    std::vector<std::string> paths_;
    FileLock lock_;
    bool is_decided_ = false;
};

} // namespace mqttx::io
