// SPDX-License-Identifier: Apache-2.0
#include "common/io/output.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace mqttx::io {

namespace {

constexpr std::size_t buffer_size = 65536;

} // namespace

int pollable_pipe(int descriptor) noexcept {
    struct stat status {};

    const bool is_pipe = ::fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
    return is_pipe && (::fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_WRONLY ? descriptor : -1;
}

Output::Output(int descriptor, std::string name)
    : descriptor_{descriptor}, name_{std::move(name)} {}

void Output::write(ByteView bytes) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    if (buffer_.size() >= buffer_size) {
        flush();
    }
}

void Output::write(std::string_view text) {
    write(as_bytes(text));
}

void Output::flush() {
    ByteView rest{buffer_};
    while (!rest.empty()) {
        const auto written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0) {
            rest = rest.subspan(static_cast<std::size_t>(written));
            continue;
        }
        const int error_number = errno;
        if (error_number == EINTR) {
            continue;
        }
        if (error_number == EAGAIN) { // somebody made the shared descriptor non-blocking
            pollfd wait{descriptor_, POLLOUT, 0};
            ::poll(&wait, 1, -1);
            continue;
        }
        buffer_.clear();
        if (error_number == EPIPE) {
            throw ClosedPipe{};
        }
        throw Error{
            ErrorKind::local,
            cat("cannot write to ", name_, ": ", system_error_text(error_number))};
    }
    buffer_.clear();
}

} // namespace mqttx::io
