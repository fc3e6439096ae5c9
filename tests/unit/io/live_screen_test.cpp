// SPDX-License-Identifier: Apache-2.0
#include "common/io/live_screen.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <ostream>

namespace mqttx::io {

namespace {

/// A terminal of which we hold the other end.
class PseudoTerminal {
  public:
    PseudoTerminal(unsigned short rows, unsigned short columns) {
        winsize size{rows, columns, 0, 0};
        REQUIRE(::openpty(&screen_, &program_, nullptr, nullptr, &size) == 0);
    }

    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;

    ~PseudoTerminal() {
        ::close(screen_);
        ::close(program_);
    }

    [[nodiscard]] int program() const { return program_; }

    void resize(unsigned short rows, unsigned short columns) const {
        const winsize size{rows, columns, 0, 0};
        ::ioctl(screen_, TIOCSWINSZ, &size);
    }

    [[nodiscard]] std::string shown() const {
        std::array<char, 4096> block{};
        const auto count = ::read(screen_, block.data(), block.size());
        return {block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    }

  private:
    int screen_ = -1;
    int program_ = -1;
};

} // namespace

TEST_CASE("width is counted in columns, not in bytes") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("\u00e4\u00f6") == 2);
    CHECK(display_width("\u6e29\u5ea6") == 4);
    CHECK(display_width("e\u0301") == 1);
    CHECK(fit_to_width("abc", 5) == "abc  ");
    CHECK(fit_to_width("\u6e29\u5ea6", 3) == "\u6e29 ");
    CHECK(fit_to_width("abc", 0).empty());
}

TEST_CASE("lines are drawn in the place of those before, and cut to the terminal") {
    const PseudoTerminal terminal{4, 10};
    LiveScreen screen{terminal.program()};
    screen.draw({"one", "a line too long", "three", "four", "five"});
    CHECK(
        terminal.shown() == "one\x1b[K\r\na line to\x1b[K\r\nthree\x1b[K\r\n\x1b[J"
    ); // the last row is the cursor's
    screen.draw({"new"});
    CHECK(terminal.shown() == "\x1b[3Anew\x1b[K\r\n\x1b[J");
    screen.clear();
    CHECK(terminal.shown() == "\x1b[1A\x1b[J");
    screen.draw({"again"});
    CHECK(terminal.shown() == "again\x1b[K\r\n\x1b[J");
    terminal.resize(4, 20);
    screen.draw({"again"});
    CHECK(terminal.shown() == "\x1b[H\x1b[2Jagain\x1b[K\r\n\x1b[J");
}

} // namespace mqttx::io
