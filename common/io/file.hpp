// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <sys/types.h>

#include <string>

namespace mqttx::io {

/// A file descriptor that is closed when it goes.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) noexcept : number_{number} {}

    Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}

    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int number() const noexcept { return number_; }

    [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }

    int release() noexcept;

  private:
    int number_;
};

/// Everything that can be read from a descriptor. `name` stands for it in messages, as it is.
/// Throws Error(local) when reading fails, Error(usage) when there are more than `limit` bytes.
Bytes read_all(int descriptor, const std::string& name, std::size_t limit);

/// A whole file, or standard input when `path` is "-" (`standard_input` is that descriptor).
/// Throws as read_all; Error(local) when the file cannot be opened.
Bytes read_file(const std::string& path, std::size_t limit, int standard_input = 0);

/// The same for a file that is text; its encoding is not looked at.
std::string read_text(const std::string& path, std::size_t limit, int standard_input = 0);

/// How a file comes into being.
struct WriteOptions {
    mode_t mode = 0644;   ///< 0600 for anything secret
    bool replace = false; ///< otherwise an existing file is an error
};

/// Writes a file so that it is there whole or not at all: a temporary file of the right mode in the
/// same folder, fsync, rename, fsync of the folder. An existing special file (a pipe, /dev/stdout)
/// is written into, a symbolic link followed. Throws Error(local); an existing file without
/// `replace` is named with the hint
/// --force.
void write_file(const std::string& path, ByteView content, WriteOptions options);

/// Makes a folder (mode 0755 unless told) and those above it; one that exists is fine. Throws
/// Error(local).
void make_folder(const std::string& path, mode_t mode = 0755);

/// Whether something of this name exists.
bool exists(const std::string& path) noexcept;

/// Holds an exclusive flock on a folder, or on a file (made when missing, mode 0600), until it
/// goes; waits for other holders up to `seconds`, then throws Error(local). The lock ends with the
/// process, so none is ever stale.
class FileLock {
  public:
    explicit FileLock(const std::string& path, int seconds = 30);

  private:
    Descriptor file_;
};

} // namespace mqttx::io
