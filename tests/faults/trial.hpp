// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/plan.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace mqttx::faults {

/// The content of every file below a folder, by its path there.
using Tree = std::map<std::string, std::string>;

Tree tree_of(const std::filesystem::path& folder);

/// How a command ended.
struct Ending {
    int status = 0;     ///< its exit status, or 128 and its signal
    std::string output; ///< standard output and error
    long calls = 0;     ///< those that the shim counts

    [[nodiscard]] bool is_killed() const noexcept { return status > 128; }
};

/// A folder in which commands run, one of their calls failing as told, and which can be brought
/// back to how it was. Removed at the end.
class Place {
  public:
    Place(const std::filesystem::path& program, const std::filesystem::path& shim);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    /// "mqttx WORDS", the words separated by blanks; or, behind "$ ", a line for the shell.
    Ending run(const std::string& words, Kind kind = Kind::none, long call = 0) const;

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return work_; }

    /// Keeps everything as it is now under a name, and brings it back.
    void keep(const std::string& name) const;
    void restore(const std::string& name) const;

  private:
    std::filesystem::path program_;
    std::filesystem::path shim_;
    std::filesystem::path root_;
    std::filesystem::path work_;
};

} // namespace mqttx::faults
