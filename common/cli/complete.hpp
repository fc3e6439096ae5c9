// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"
#include "common/cli/specs.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace mqttx::cli {

/// A word the shell may offer.
struct Candidate {
    std::string word;
    std::string description;

    bool operator==(const Candidate&) const = default;
};

/// What may stand where the cursor is.
struct Completion {
    enum class Paths { none, files, folders };

    std::vector<Candidate> candidates{};
    Paths paths = Paths::none; ///< names of files or folders are offered by the shell itself
};

/// The values of a kind that are known only where the program runs, with the words on the line.
using LiveValues =
    std::function<std::vector<Candidate>(ValueKind kind, std::span<const std::string> words)>;

/// Completes the last of the words that follow the program's name; the last one may be empty.
Completion complete(
    std::span<const std::string> words, std::span<const Command> table, const LiveValues& live = {}
);

/// One "word<TAB>description" a line, then ":none", ":files" or ":dirs".
std::string to_lines(const Completion& completion);

} // namespace mqttx::cli
