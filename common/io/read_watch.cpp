// SPDX-License-Identifier: Apache-2.0
#include "common/io/read_watch.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace mqttx::io {

ReadWatch::ReadWatch() : events_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)} {
    if (!events_.is_open()) {
        throw Error{
            ErrorKind::local,
            cat("cannot watch files: ", system_error_text(errno)),
            errno == EMFILE ? "fs.inotify.max_user_instances sets the limit" : ""};
    }
}

void ReadWatch::add(const std::string& path) {
    if (::inotify_add_watch(events_.number(), path.c_str(), IN_CLOSE_NOWRITE) < 0) {
        throw Error{
            ErrorKind::local,
            cat("cannot watch ", in_quotes(path), ": ", system_error_text(errno))};
    }
}

bool ReadWatch::was_read() {
    bool read = false;
    alignas(inotify_event) std::array<char, 4096> buffer{};
    for (;;) {
        const auto count = ::read(events_.number(), buffer.data(), buffer.size());
        if (count <= 0) {
            return read;
        }
        for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
            inotify_event event{};
            std::memcpy(&event, &buffer[at], sizeof event);
            read = read || (event.mask & IN_CLOSE_NOWRITE) != 0;
            at += sizeof event + event.len;
        }
    }
}

} // namespace mqttx::io
