// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <sys/types.h>

#include <optional>
#include <string>

namespace mqttx::app {

/// The file that a broker reads. Nobody else changes it through here while this lives.
class LiveFile {
  public:
    /// Throws Error(local) when there is a file that cannot be read, or whose owner or group could
    /// not be kept: the broker might not be able to read it any more.
    explicit LiveFile(std::string path);

    /// What it held; none when it was not there.
    [[nodiscard]] const std::optional<std::string>& before() const noexcept { return before_; }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// Puts the file aside, so that restore() needs no room on the disk. Throws Error(local).
    void keep_former() const;

    /// Where it was put aside; none when there was no file.
    [[nodiscard]] std::optional<std::string> aside() const {
        return before_ ? std::optional{former_} : std::nullopt;
    }

    /// Replaces the content in one step; mode and owner stay. Throws Error(local).
    void replace(const std::string& content) const;

    /// Puts back what was there, the very file. Throws Error(local).
    void restore() const;

    /// Gives up what was put aside.
    void forget_former() const noexcept;

  private:
    std::string path_;   ///< as the user wrote it
    std::string target_; ///< behind symbolic links
    std::string former_; ///< where it is put aside
    std::optional<io::FileLock> lock_;
    std::optional<std::string> before_;
    mode_t mode_ = 0644;
};

} // namespace mqttx::app
