// SPDX-License-Identifier: Apache-2.0
#include "common/io/read_watch.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace mqttx::io {

namespace {

/// Calls `visit(event)` for each event of type Event that is there; `size_of(event)` is its size
/// with what follows it.
template <typename Event, typename Size, typename Visit>
void each_event(const Descriptor& events, Size size_of, Visit visit) {
    alignas(Event) std::array<char, 4096> buffer{};
    for (;;) {
        const auto count = ::read(events.number(), buffer.data(), buffer.size());
        if (count <= 0) {
            return;
        }
        for (std::size_t at = 0; at + sizeof(Event) <= static_cast<std::size_t>(count);) {
            Event event{};
            std::memcpy(&event, &buffer[at], sizeof event);
            visit(event);
            at += size_of(event);
        }
    }
}

} // namespace

ReadWatch::ReadWatch(pid_t reader)
    : reader_{reader},
      events_{::fanotify_init(FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY | O_CLOEXEC)} {
    knows_reader_ = events_.is_open();
    if (!knows_reader_) {
        watch_anybody();
    }
}

void ReadWatch::watch_anybody() {
    knows_reader_ = false;
    events_ = Descriptor{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    if (!events_.is_open()) {
        throw Error{
            ErrorKind::local,
            cat("cannot watch files: ", system_error_text(errno)),
            errno == EMFILE ? "fs.inotify.max_user_instances sets the limit" : ""};
    }
}

void ReadWatch::add(const std::string& path) {
    if (knows_reader_) {
        const auto* name = path.c_str();
        if (::fanotify_mark(events_.number(), FAN_MARK_ADD, FAN_CLOSE_NOWRITE, AT_FDCWD, name) ==
            0) {
            return;
        }
        watch_anybody(); // not every file system tells; or else the fault is the same below
    }
    if (::inotify_add_watch(events_.number(), path.c_str(), IN_CLOSE_NOWRITE) < 0) {
        throw Error{
            ErrorKind::local,
            cat("cannot watch ", in_quotes(path), ": ", system_error_text(errno))};
    }
}

bool ReadWatch::was_read() {
    return knows_reader_ ? was_read_by_reader() : was_read_by_anybody();
}

bool ReadWatch::was_read_by_reader() {
    bool read = false;
    each_event<fanotify_event_metadata>(
        events_,
        [](const auto& event) { return event.event_len; },
        [&](const auto& event) {
            const Descriptor file{event.fd}; // it comes with the event, and is ours to close
            read = read || event.pid == reader_;
        }
    );
    return read;
}

bool ReadWatch::was_read_by_anybody() {
    bool read = false;
    each_event<inotify_event>(
        events_,
        [](const auto& event) { return sizeof event + event.len; },
        [&](const auto& event) { read = read || (event.mask & IN_CLOSE_NOWRITE) != 0; }
    );
    return read;
}

} // namespace mqttx::io
