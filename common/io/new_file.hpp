// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <string>

namespace mqttx::io {

/// A file in the making: it has its mode from the first byte and the owner of the file it will
/// replace, and is removed again unless it became its target or was kept. All throw Error(local).
class NewFile {
  public:
    /// Under a name of its own in the folder of `target`.
    static NewFile beside(const std::string& target, mode_t mode);
    /// Under the name `path`; what is there is removed.
    static NewFile at(const std::string& path, const std::string& target, mode_t mode);

    NewFile(NewFile&& other) noexcept;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    /// Writes all of it and waits until the disk has it.
    void fill(ByteView content);

    /// Writes all of it; the disk gets it when it likes.
    void write(ByteView content);

    /// Takes the place of the target; without `replace` an existing one is named with the hint
    /// --force.
    void become_target(bool replace);

    /// Leaves it where it is.
    void keep() noexcept { path_.clear(); }

  private:
    NewFile(std::string path, std::string target, Descriptor file, mode_t mode);

    std::string path_; ///< empty: nothing to remove
    std::string target_;
    Descriptor file_;
};

/// Everything, whatever a single write() takes. `path` is for messages. Throws Error(local).
void write_all(int descriptor, ByteView content, const std::string& path);

/// The file that a symbolic link leads to: a rename over the link itself would replace the link,
/// were it only /dev/stdout.
std::string behind_link(const std::string& path);

/// The folder that `path` is in, as far as the path names it; "." otherwise.
std::string folder_of(const std::string& path);

/// Waits until the disk has everything of the file system that `path` is on: cheaper than file by
/// file where there are many. Throws Error(local).
void sync_file_system_of(const std::string& path);

/// Waits until the disk has the entries of the folder that `path` is in. Best effort: some file
/// systems refuse it for folders.
void sync_folder_of(const std::string& path) noexcept;

} // namespace mqttx::io
