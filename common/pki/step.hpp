// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/io/file.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/event.hpp"
#include "common/pki/store.hpp"

#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace mqttx::pki {

/// One change of a store by one process at a time, done whole or not at all, whatever happens to
/// the machine meanwhile: files wait complete beside their places, a record in the journal decides
/// that the change is made, then they take their places. Who comes after an interruption behind the
/// record finishes the change; before it, nothing was changed.
class Step {
  public:
    /// Makes the folder, waits until no other process writes here, and finishes what was
    /// interrupted. For many files, Sync::later lets the disk have them together before the record
    /// is made. Throws Error(local).
    explicit Step(const Store& store, io::Sync sync = io::Sync::now);

    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    /// What was not committed is removed.
    ~Step();

    /// May be called by several threads at once. Makes the file's folder when it is not there.
    /// Throws Error(local).
    void stage(const std::string& path, ByteView content, mode_t mode);

    /// Makes the change; `events` name the files that were staged. Throws Error(local).
    void commit(std::span<const Event> events);

  private:
    const Store& store_;
    io::FileLock lock_;
    io::Sync sync_;
    std::mutex mutex_; ///< of what follows
    std::vector<std::string> staged_;
    std::set<std::string> folders_; ///< of what was staged
};

/// Finishes what was interrupted, if anything was: for who reads files that belong together.
/// Throws Error(local).
void finish_interrupted(const Store& store);

} // namespace mqttx::pki
