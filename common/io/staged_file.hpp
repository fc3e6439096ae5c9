// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <sys/types.h>

#include <string>

/// Files that belong together: each waits complete on the disk beside its target until all do, then
/// they take their places one after the other.
namespace mqttx::io {

/// Where the new content of `target` waits: the file itself with ".new" behind its name.
std::string staged_path(const std::string& target);

/// When the disk has what was written: before the call returns, or when the caller sees to it.
enum class Sync { now, later };

/// Writes it there, on the disk (its entry in the folder: sync_folder_of). Throws Error(local).
void stage_file(const std::string& target, ByteView content, mode_t mode, Sync sync = Sync::now);

/// Puts it into its place; nothing when none waits. Throws Error(local).
void publish_staged(const std::string& target);

/// Removes what waits.
void drop_staged(const std::string& target) noexcept;

} // namespace mqttx::io
