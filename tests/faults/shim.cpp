// SPDX-License-Identifier: Apache-2.0
//
// Preloaded into a program, it lets one call fail among those that change files: the write, open
// with O_CREAT, fsync, rename, unlink... whose turn MQTTX_FAULT names. plan.hpp has the kinds of
// fault; the calls are counted in the file MQTTX_FAULT_COUNT.

#include "tests/faults/plan.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

namespace {

using mqttx::faults::Kind;

/// A file that was written to: a descriptor of our own, and how much of it the disk has for sure.
struct Written {
    int file = -1;
    off_t on_disk = 0;
};

/// What this process was told, and what it did so far.
struct State {
    Kind kind = Kind::none;
    long at = 0;
    std::atomic<long>* count = nullptr;
    std::mutex mutex;
    std::map<std::pair<dev_t, ino_t>, Written> written;
    std::atomic<bool> is_full{false};
};

State& state() {
    static State& one = *new State; // never destroyed: threads may outlive main
    return one;
}

template <typename Function> Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

[[gnu::constructor]] void begin() {
    const char* plan = std::getenv(mqttx::faults::plan_variable);
    const char* counter = std::getenv(mqttx::faults::count_variable);
    if (plan == nullptr || counter == nullptr) {
        return;
    }
    int kind = 0;
    std::sscanf(plan, "%d:%ld", &kind, &state().at);
    const int file = real<int(const char*, int, ...)>("open")(counter, O_RDWR | O_CLOEXEC);
    void* memory =
        ::mmap(nullptr, sizeof(std::atomic<long>), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) {
        std::abort();
    }
    state().count = static_cast<std::atomic<long>*>(memory);
    state().kind = static_cast<Kind>(kind);
}

bool is_counting() {
    return state().count != nullptr;
}

/// Whether it is the turn of this call.
bool is_turn() {
    return ++*state().count == state().at;
}

bool is_regular(int file, struct stat& status) {
    return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

/// The power goes: what was written since the last fsync never reached the disk.
[[noreturn]] void die() {
    if (state().kind == Kind::power) {
        struct stat now {};

        for (const auto& [id, each] : state().written) {
            if (::fstat(each.file, &now) == 0 && now.st_size > each.on_disk) {
                real<int(int, off_t)>("ftruncate")(each.file, each.on_disk);
            }
        }
    }
    ::raise(SIGKILL);
    std::abort();
}

/// Lets the call fail when it is its turn, or the disk has been full since: false with errno set.
bool may_go_on(bool needs_space) {
    if (!is_counting()) {
        return true;
    }
    const bool is_mine = is_turn();
    if (is_mine && (state().kind == Kind::kill || state().kind == Kind::power)) {
        die();
    }
    if (is_mine && state().kind == Kind::io_error) {
        errno = EIO;
        return false;
    }
    if (state().kind == Kind::full_disk && (is_mine || (state().is_full && needs_space))) {
        state().is_full = true;
        errno = ENOSPC;
        return false;
    }
    return true;
}

void remember(int file, const struct stat& before) {
    Written& written = state().written[{before.st_dev, before.st_ino}];
    if (written.file < 0) {
        written = {::fcntl(file, F_DUPFD_CLOEXEC, 0), before.st_size};
    }
}

ssize_t real_write(int file, const void* bytes, std::size_t size) {
    return real<ssize_t(int, const void*, std::size_t)>("write")(file, bytes, size);
}

/// A write whose turn it is has done half when the process dies or the disk is full.
ssize_t half_write(int file, const void* bytes, std::size_t size) {
    const ssize_t half = real_write(file, bytes, size / 2);
    if (state().kind == Kind::full_disk) {
        state().is_full = true;
        if (half > 0) {
            return half;
        }
        errno = ENOSPC;
        return -1;
    }
    die();
}

void note_synced(int file) {
    struct stat status {};

    const std::lock_guard guard{state().mutex};
    if (is_regular(file, status)) {
        if (const auto found = state().written.find({status.st_dev, status.st_ino});
            found != state().written.end()) {
            found->second.on_disk = status.st_size;
        }
    }
}

void note_all_synced() {
    struct stat status {};

    const std::lock_guard guard{state().mutex};
    for (auto& [id, written] : state().written) {
        if (::fstat(written.file, &status) == 0) {
            written.on_disk = status.st_size;
        }
    }
}

} // namespace

// The C library's functions by their own names, which its headers declare.
extern "C" {

ssize_t write(int file, const void* bytes, std::size_t size) {
    struct stat before {};

    if (!is_counting() || !is_regular(file, before)) {
        return real_write(file, bytes, size);
    }
    const std::lock_guard guard{state().mutex};
    remember(file, before);
    if (*state().count + 1 == state().at && state().kind != Kind::io_error) {
        ++*state().count;
        return half_write(file, bytes, size);
    }
    return may_go_on(true) ? real_write(file, bytes, size) : -1;
}

int open(const char* path, int flags, ...) {
    const auto original = real<int(const char*, int, ...)>("open");
    if ((flags & O_CREAT) == 0) {
        return original(path, flags);
    }
    std::va_list rest;
    va_start(rest, flags);
    const auto mode = va_arg(rest, mode_t);
    va_end(rest);
    return may_go_on(true) ? original(path, flags, mode) : -1;
}

int fsync(int file) {
    if (!may_go_on(false)) {
        return -1;
    }
    note_synced(file); // the disk itself is not waited for: the machine goes on
    return 0;
}

int syncfs(int) {
    if (!may_go_on(false)) {
        return -1;
    }
    note_all_synced();
    return 0;
}

int rename(const char* from, const char* to) noexcept {
    return may_go_on(false) ? real<int(const char*, const char*)>("rename")(from, to) : -1;
}

int renameat2(
    int from_folder, const char* from, int to_folder, const char* to, unsigned flags
) noexcept {
    using Function = int(int, const char*, int, const char*, unsigned);
    return may_go_on(false) ? real<Function>("renameat2")(from_folder, from, to_folder, to, flags)
                            : -1;
}

int unlink(const char* path) noexcept {
    return may_go_on(false) ? real<int(const char*)>("unlink")(path) : -1;
}

int rmdir(const char* path) noexcept {
    return may_go_on(false) ? real<int(const char*)>("rmdir")(path) : -1;
}

int mkdir(const char* path, mode_t mode) noexcept {
    return may_go_on(true) ? real<int(const char*, mode_t)>("mkdir")(path, mode) : -1;
}

int ftruncate(int file, off_t size) noexcept {
    return may_go_on(false) ? real<int(int, off_t)>("ftruncate")(file, size) : -1;
}

} // extern "C"
