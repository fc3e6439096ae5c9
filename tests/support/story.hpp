// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mqttx::story {

using Text = std::vector<std::string>; ///< lines without their line feeds

/// What a command printed and how it ended.
struct Result {
    Text out;
    Text err;
    int status = 0; ///< 128 + n when a signal ended it
};

/// One piece of a story in the order it was written.
struct Piece {
    enum class Kind { layout, file, command };

    Kind kind = Kind::layout;
    std::size_t line = 0; ///< where it begins, from 1
    Text source{};        ///< as written
    std::string name{};   ///< of a file
    std::string script{}; ///< of a command: what the shell gets; of a file: its content
    Result expected{};    ///< of a command
};

/// Cuts a story into its pieces. Throws std::runtime_error("line N: ...") when a line is none.
std::vector<Piece> parse(const Text& lines);

/// A command piece as one would write it for this result: for rewriting expectations.
Text written(const Piece& command, const Result& actual);

/// Cuts at line feeds; a last line without one ends in "[no newline]".
Text lines_of(const std::string& text);

/// Whether output is as expected: "[...]" stands for any text within a line and, on a line of its
/// own, for any lines.
bool matches(const Text& expected, const Text& actual);

/// The lines that differ, "-" for expected and "+" for actual, with a little of what surrounds
/// them.
std::string difference(const Text& expected, const Text& actual);

} // namespace mqttx::story
