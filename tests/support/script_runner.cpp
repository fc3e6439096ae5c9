// SPDX-License-Identifier: Apache-2.0
//
// Runs a story: a transcript of shell commands with what they must print and how they must end.
//
//     # a remark, until the end of the line; empty lines are layout
//     == notes.txt            creates a file (here with one line) before the commands below
//     one line
//     ==
//     $ cat notes.txt         a command line for /bin/sh ...
//     one line                ... and the lines it prints on standard output
//     $ cat <<END | tr a-z A-Z
//     > loud                  a command goes on while lines begin with >
//     > END
//     | LOUD                  | may precede any line of standard output; it must when the line is
//     |                       empty or begins with one of the marks $ > ! ? # | ==
//     $ ls missing
//     ! ls: [...]missing[...] a line of standard error; [...] stands for any text within a line
//     ? 2                     the exit status when it is not 0 (128 + n when a signal ended it)
//     $ mqttx help
//     [...]                   on a line of its own: any lines, also none
//     $ printf open
//     open[no newline]        the last line had no line feed
//
// Each command has a shell of its own; all run in one fresh folder (HOME, XDG_CONFIG_HOME and
// TMPDIR lie beside it), with LC_ALL=C, TZ=UTC, umask 022, an empty standard input and the built
// program called mqttx in PATH and in every line it prints. $STORY_RUNNER is this program; the
// programs and scripts of tests/support are in PATH too.
// What a command leaves running is ended with the story. No command may print a secret: passwords
// in stories contain the word hunter2, which must not come out again, nor private keys on standard
// error. With UPDATE=1 in the environment the
// expectations of commands that behave otherwise are rewritten.
//
// usage: script_runner PROGRAM DEADLINE-SECONDS STORY

#include "tests/support/secret_watch.hpp"
#include "tests/support/shell.hpp"
#include "tests/support/story.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace {

using namespace mqttx::story;

std::string read(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw std::runtime_error{"cannot read " + path};
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

void compare(const char* what, const Text& expected, const Text& actual) {
    if (!matches(expected, actual)) {
        std::cout << "  " << what << ":\n" << difference(expected, actual);
    }
}

/// Says what is different; nothing when nothing is.
bool is_as_expected(const std::string& path, const Piece& command, const Result& actual) {
    const auto& expected = command.expected;
    if (matches(expected.out, actual.out) && matches(expected.err, actual.err) &&
        expected.status == actual.status) {
        return true;
    }
    std::cout << path << ':' << command.line << ": $ " << command.script << '\n';
    compare("standard output", expected.out, actual.out);
    compare("standard error", expected.err, actual.err);
    if (expected.status != actual.status) {
        std::cout << "  exit status:\n    - " << expected.status << "\n    + " << actual.status
                  << '\n';
    }
    return false;
}

void rewrite(const std::string& path, const std::vector<Piece>& pieces) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    for (const auto& piece : pieces) {
        for (const auto& line : piece.source) {
            file << line << '\n';
        }
    }
}

/// Says which secrets came out; answers with their number.
int report_leaks(const std::string& path, const SecretWatch& watch, const Shell& shell) {
    const auto leaks = watch.leaks(shell.root());
    for (const auto& leak : leaks) {
        std::cout << path << ": " << leak << '\n';
    }
    return static_cast<int>(leaks.size());
}

/// Runs every command; answers with the number of those that behaved otherwise.
int run(const std::string& path, std::vector<Piece>& pieces, Shell& shell, SecretWatch& watch) {
    int commands = 0;
    int different = 0;
    for (auto& piece : pieces) {
        if (piece.kind == Piece::Kind::file) {
            shell.write(piece.name, piece.script);
        }
        if (piece.kind != Piece::Kind::command) {
            continue;
        }
        ++commands;
        const auto actual = shell.run(piece.script);
        watch.saw(piece.line, actual);
        if (!is_as_expected(path, piece, actual)) {
            ++different;
            piece.source = written(piece, actual);
        }
    }
    if (commands == 0) {
        throw std::runtime_error{"the story has no command"};
    }
    return different;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: script_runner PROGRAM DEADLINE-SECONDS STORY\n";
        return 2;
    }
    const std::string path = argv[3];
    try {
        auto pieces = parse(lines_of(read(path)));
        Shell shell{argv[1], std::chrono::seconds{std::stoi(argv[2])}};
        SecretWatch watch;
        const int different = run(path, pieces, shell, watch);
        if (report_leaks(path, watch, shell) > 0) {
            std::cout << path << ": FAILED, a secret came out\n";
            return 1;
        }
        if (different == 0) {
            return 0;
        }
        const char* const update = std::getenv("UPDATE");
        if (update != nullptr && std::string_view{update} == "1") {
            rewrite(path, pieces);
            std::cout << path << ": " << different << " expectations rewritten\n";
            return 0;
        }
        std::cout << path << ": FAILED, " << different << " of the commands behaved otherwise\n";
    } catch (const std::exception& fault) {
        std::cout << path << ": FAILED, " << fault.what() << '\n';
    }
    return 1;
}
