// SPDX-License-Identifier: Apache-2.0
#include "tests/support/story.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace mqttx::story {

namespace {

constexpr std::string_view anything = "[...]";
constexpr std::string_view unfinished = "[no newline]";

/// Whether a line carries a mark: the mark alone, or the mark, a blank and more.
bool has_mark(std::string_view line, std::string_view mark) {
    return line == mark || (line.starts_with(mark) && line.substr(mark.size()).starts_with(' '));
}

std::string after_mark(std::string_view line, std::string_view mark) {
    return std::string{line.substr(std::min(mark.size() + 1, line.size()))};
}

bool is_any_mark(std::string_view line) {
    constexpr std::string_view marks[] = {"$", ">", "!", "?", "#", "|", "=="};
    return std::any_of(std::begin(marks), std::end(marks), [&](auto mark) {
        return has_mark(line, mark);
    });
}

class Reader {
  public:
    explicit Reader(const Text& lines) : lines_{lines} {}

    std::vector<Piece> read() {
        while (at_ < lines_.size()) {
            const auto& line = lines_[at_];
            if (line.empty() || has_mark(line, "#")) {
                begin(Piece::Kind::layout);
            } else if (has_mark(line, "==")) {
                read_file();
            } else if (has_mark(line, "$")) {
                read_command();
            } else {
                refuse("no command stands before this line");
            }
        }
        return std::move(pieces_);
    }

  private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw std::runtime_error{"line " + std::to_string(at_ + 1) + ": " + why};
    }

    Piece& begin(Piece::Kind kind) {
        pieces_.push_back({.kind = kind, .line = at_ + 1});
        take();
        return pieces_.back();
    }

    const std::string& take() {
        pieces_.back().source.push_back(lines_[at_]);
        return lines_[at_++];
    }

    void read_file() {
        auto& file = begin(Piece::Kind::file);
        file.name = after_mark(file.source[0], "==");
        if (file.name.empty()) {
            --at_;
            refuse("== needs the name of a file");
        }
        while (at_ < lines_.size() && lines_[at_] != "==") {
            file.script += take() + '\n';
        }
        if (at_ == lines_.size()) {
            refuse("the file " + file.name + " has no closing ==");
        }
        take();
    }

    void read_command() {
        auto& command = begin(Piece::Kind::command);
        command.script = after_mark(command.source[0], "$");
        if (command.script.empty()) {
            --at_;
            refuse("$ needs a command");
        }
        while (at_ < lines_.size() && has_mark(lines_[at_], ">")) {
            command.script += '\n' + after_mark(take(), ">");
        }
        bool status_seen = false;
        while (at_ < lines_.size() && !has_mark(lines_[at_], "$") && !has_mark(lines_[at_], "==")) {
            read_expectation(command, status_seen);
        }
    }

    void read_expectation(Piece& command, bool& status_seen) {
        const auto& line = lines_[at_];
        if (has_mark(line, ">")) {
            refuse("> continues a command and stands right below it");
        }
        if (has_mark(line, "!")) {
            command.expected.err.push_back(after_mark(line, "!"));
        } else if (has_mark(line, "|")) {
            command.expected.out.push_back(after_mark(line, "|"));
        } else if (has_mark(line, "?")) {
            if (std::exchange(status_seen, true)) {
                refuse("a second exit status for one command");
            }
            command.expected.status = read_status(after_mark(line, "?"));
        } else if (!line.empty() && !has_mark(line, "#")) {
            command.expected.out.push_back(line);
        }
        take();
    }

    int read_status(const std::string& word) const {
        int status = -1;
        const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), status);
        if (fault != std::errc{} || end != word.data() + word.size() || status < 0 ||
            status > 255) {
            refuse("? takes an exit status, not '" + word + "'");
        }
        return status;
    }

    const Text& lines_;
    std::size_t at_ = 0;
    std::vector<Piece> pieces_;
};

bool line_matches(std::string_view expected, std::string_view actual) {
    const auto gap = expected.find(anything);
    if (gap == std::string_view::npos) {
        return expected == actual;
    }
    if (!actual.starts_with(expected.substr(0, gap))) {
        return false;
    }
    const auto rest = expected.substr(gap + anything.size());
    for (std::size_t from = gap; from <= actual.size(); ++from) {
        if (line_matches(rest, actual.substr(from))) {
            return true;
        }
    }
    return false;
}

using Lines = Text::const_iterator;

bool lines_match(Lines expected, Lines expected_end, Lines actual, Lines actual_end) {
    for (; expected != expected_end && *expected != anything; ++expected, ++actual) {
        if (actual == actual_end || !line_matches(*expected, *actual)) {
            return false;
        }
    }
    if (expected == expected_end) {
        return actual == actual_end;
    }
    for (++expected;; ++actual) {
        if (lines_match(expected, expected_end, actual, actual_end)) {
            return true;
        }
        if (actual == actual_end) {
            return false;
        }
    }
}

void append_lines(std::string& text, char mark, Lines from, Lines to) {
    for (; from != to; ++from) {
        text += std::string{"    "} + mark + ' ' + *from + '\n';
    }
}

} // namespace

std::vector<Piece> parse(const Text& lines) {
    return Reader{lines}.read();
}

Text written(const Piece& command, const Result& actual) {
    Text text;
    for (const auto& line : command.source) {
        if (!has_mark(line, "$") && !has_mark(line, ">")) {
            break;
        }
        text.push_back(line);
    }
    for (const auto& line : actual.out) {
        text.push_back(line.empty() ? "|" : is_any_mark(line) ? "| " + line : line);
    }
    for (const auto& line : actual.err) {
        text.push_back(line.empty() ? "!" : "! " + line);
    }
    if (actual.status != 0) {
        text.push_back("? " + std::to_string(actual.status));
    }
    // The layout before the next command was read with this one.
    auto layout = command.source.end();
    while (layout[-1].empty() || has_mark(layout[-1], "#")) {
        --layout;
    }
    text.insert(text.end(), layout, command.source.end());
    return text;
}

Text lines_of(const std::string& text) {
    Text lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        if (end == text.size()) {
            lines.back() += unfinished;
        }
        at = end + 1;
    }
    return lines;
}

bool matches(const Text& expected, const Text& actual) {
    return lines_match(expected.begin(), expected.end(), actual.begin(), actual.end());
}

std::string difference(const Text& expected, const Text& actual) {
    const auto [left, right] =
        std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end(), line_matches);
    auto left_end = expected.end();
    auto right_end = actual.end();
    while (left_end != left && right_end != right && line_matches(left_end[-1], right_end[-1])) {
        --left_end;
        --right_end;
    }
    constexpr std::ptrdiff_t context = 3;
    std::string text;
    append_lines(text, ' ', left - std::min(context, left - expected.begin()), left);
    append_lines(text, '-', left, left_end);
    append_lines(text, '+', right, right_end);
    append_lines(text, ' ', left_end, left_end + std::min(context, expected.end() - left_end));
    return text;
}

} // namespace mqttx::story
