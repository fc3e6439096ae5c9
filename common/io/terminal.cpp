// SPDX-License-Identifier: Apache-2.0
#include "common/io/terminal.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/io/file.hpp"
#include "common/io/streams.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace mqttx::io {

namespace {

std::string escaped_code_point(char32_t value) {
    switch (value) {
    case U'\n':
        return "\\n";
    case U'\r':
        return "\\r";
    case U'\t':
        return "\\t";
    case U'\\':
        return "\\\\";
    default:
        break;
    }
    const std::uint8_t low = static_cast<std::uint8_t>(value & 0xFFU);
    if (value < 0x80) {
        return cat("\\x", to_hex({&low, 1}));
    }
    const std::uint8_t high = static_cast<std::uint8_t>((value >> 8U) & 0xFFU);
    return cat("\\u{", to_hex({&high, 1}), to_hex({&low, 1}), '}');
}

/// Turns the terminal's echo off for as long as it lives. The signals that would end us meanwhile
/// wait, so that no terminal is ever left without echo.
class EchoOff {
  public:
    explicit EchoOff(int terminal) : terminal_{terminal} {
        sigset_t held;
        ::sigemptyset(&held);
        for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
            ::sigaddset(&held, number);
        }
        ::sigprocmask(SIG_BLOCK, &held, &signals_before_);
        ::tcgetattr(terminal_, &before_);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        silent.c_lflag |= static_cast<tcflag_t>(ECHONL | ICANON);
        ::tcsetattr(terminal_, TCSAFLUSH, &silent);
    }

    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

    ~EchoOff() {
        ::tcsetattr(terminal_, TCSANOW, &before_);
        ::sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
    }

  private:
    int terminal_;
    termios before_{};
    sigset_t signals_before_{};
};

constexpr std::uint8_t control_c = 3;

} // namespace

bool is_terminal(int descriptor) noexcept {
    return ::isatty(descriptor) == 1;
}

std::size_t columns(int descriptor) noexcept {
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string escape_for_terminal(std::string_view text, bool reversible) {
    const auto is_plain = [reversible](char letter) {
        return letter >= ' ' && letter <= '~' && !(reversible && letter == '\\');
    };
    std::string safe;
    safe.reserve(text.size());
    while (true) {
        const auto run = std::find_if_not(text.begin(), text.end(), is_plain);
        safe.append(text.begin(), run);
        text.remove_prefix(static_cast<std::size_t>(run - text.begin()));
        if (text.empty()) {
            return safe;
        }
        const auto point = decode_utf8(text);
        if (!point) {
            safe += cat("\\x", to_hex(as_bytes(text.substr(0, 1))));
            text.remove_prefix(1);
            continue;
        }
        if (is_unsafe_to_show(point->value) || (reversible && point->value == U'\\')) {
            safe += escaped_code_point(point->value);
        } else {
            safe.append(text.substr(0, point->length));
        }
        text.remove_prefix(point->length);
    }
}

Secret prompt_secret(std::string_view question) {
    const Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (!terminal.is_open()) {
        throw Error{
            ErrorKind::usage,
            "there is no terminal to ask on",
            "give the secret by a file, a descriptor or the environment"};
    }
    // Before the question, so that nothing typed behind it is shown or lost.
    const EchoOff silence{terminal.number()};
    const auto shown = cat(question, ": ");
    if (::write(terminal.number(), shown.data(), shown.size()) < 0) {
        throw Error{
            ErrorKind::local, cat("cannot write to the terminal: ", system_error_text(errno))};
    }
    Secret line{4096};
    const auto room = line.expose_for_writing();
    const auto count = ::read(terminal.number(), room.data(), room.size());
    const bool interrupted =
        count > 0 && room[0] == control_c; // ISIG is off: Control-C arrives as a byte
    if (count <= 0 || interrupted) {
        throw Error{ErrorKind::local, "nothing was entered at the prompt"};
    }
    line.shorten(static_cast<std::size_t>(count));
    if (line.expose_text().ends_with('\n')) {
        line.shorten(line.size() - 1);
    }
    return line;
}

std::optional<bool> confirm(std::string_view question) {
    const Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    const auto shown = cat(question, " [y/N] ");
    if (!terminal.is_open() || ::write(terminal.number(), shown.data(), shown.size()) < 0) {
        return std::nullopt;
    }
    std::array<char, 256> line{};
    const auto count = ::read(terminal.number(), line.data(), line.size());
    const std::string_view answer{
        line.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    return answer == "y\n" || answer == "yes\n" || answer == "Y\n";
}

} // namespace mqttx::io
