// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/story.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace mqttx::story {

/// Where the commands of one story run: a folder of its own with a home, a configuration and a
/// temporary folder inside, and an environment that holds nothing of the machine's.
/// Removed at the end, and whatever a command left running is ended.
class Shell {
  public:
    /// `program` is called mqttx in here whatever its file name is; `deadline` is for all commands
    /// together.
    Shell(const std::filesystem::path& program, std::chrono::seconds deadline);
    ~Shell();
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    /// The folder that holds all others.
    [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }

    void write(const std::string& name, const std::string& content) const;

    /// Runs the command by /bin/sh with an empty standard input. Throws std::runtime_error when
    /// the deadline passes.
    Result run(const std::string& script);

  private:
    [[noreturn]] void become(const std::string& script) const;
    int wait_for(int child) const;
    [[nodiscard]] Text captured(const char* name) const;

    std::filesystem::path root_;
    std::filesystem::path work_;
    std::string program_name_;
    std::vector<std::string> environment_;
    std::chrono::steady_clock::time_point end_;
};

} // namespace mqttx::story
