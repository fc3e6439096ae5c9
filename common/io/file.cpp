// SPDX-License-Identifier: Apache-2.0
#include "common/io/file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/new_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

namespace mqttx::io {

namespace {

[[noreturn]] void fail(std::string_view doing, const std::string& path, int error_number) {
    throw Error{
        ErrorKind::local,
        cat("cannot ", doing, ' ', in_quotes(path), ": ", system_error_text(error_number))};
}

bool is_special_file(const std::string& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) &&
           !S_ISDIR(status.st_mode);
}

/// How much of a regular file is still to be read; 0 where nobody can know.
std::size_t bytes_left(int descriptor) noexcept {
    struct stat status {};

    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return 0;
    }
    const auto read = std::max<off_t>(::lseek(descriptor, 0, SEEK_CUR), 0);
    return static_cast<std::size_t>(std::max<off_t>(status.st_size - read, 0));
}

template <typename Content>
Content all_of(int descriptor, const std::string& name, std::size_t limit) {
    const auto check = [&](std::size_t size) {
        if (size > limit) {
            throw Error{ErrorKind::usage, cat(name, " is larger than ", limit, " bytes")};
        }
    };
    const auto expected = bytes_left(descriptor);
    check(expected);
    Content content;
    content.reserve(expected);
    std::array<typename Content::value_type, 65536> block;
    for (;;) {
        const auto count = ::read(descriptor, block.data(), block.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw Error{
                ErrorKind::local, cat("cannot read ", name, ": ", system_error_text(errno))};
        }
        if (count == 0) {
            return content;
        }
        content.insert(content.end(), block.begin(), block.begin() + count);
        check(content.size());
    }
}

template <typename Content>
Content content_of(const std::string& path, std::size_t limit, int standard_input) {
    if (path == "-") {
        return all_of<Content>(standard_input, "standard input", limit);
    }
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        fail("read", path, errno);
    }
    return all_of<Content>(file.number(), in_quotes(path), limit);
}

} // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

int Descriptor::release() noexcept {
    return std::exchange(number_, -1);
}

Bytes read_all(int descriptor, const std::string& name, std::size_t limit) {
    return all_of<Bytes>(descriptor, name, limit);
}

Bytes read_file(const std::string& path, std::size_t limit, int standard_input) {
    return content_of<Bytes>(path, limit, standard_input);
}

std::string read_text(const std::string& path, std::size_t limit, int standard_input) {
    return content_of<std::string>(path, limit, standard_input);
}

void write_file(const std::string& path, ByteView content, WriteOptions options) {
    if (is_special_file(path)) {
        const Descriptor file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
        if (!file.is_open()) {
            fail("write", path, errno);
        }
        write_all(file.number(), content, path);
        return;
    }
    if (!options.replace && exists(path)) {
        throw Error{
            ErrorKind::local, cat(in_quotes(path), " exists already"), "--force replaces it"};
    }
    NewFile file = NewFile::beside(behind_link(path), options.mode);
    file.fill(content);
    file.become_target(options.replace);
}

void make_folder(const std::string& path, mode_t mode) {
    if (exists(path)) {
        return;
    }
    const auto above = std::filesystem::path{path}.parent_path().string();
    if (!above.empty() && above != path) {
        make_folder(above, mode);
    }
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) {
        fail("create", path, errno);
    }
}

bool exists(const std::string& path) noexcept {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0;
}

FileLock::FileLock(const std::string& path, int seconds)
    : file_{::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)} {
    if (!file_.is_open() && errno == EISDIR) {
        file_ = Descriptor{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    }
    if (!file_.is_open()) {
        fail("lock", path, errno);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    // flock has no deadline of its own: ask again and again, politely.
    while (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            fail("lock", path, errno);
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            throw Error{
                ErrorKind::local,
                cat(in_quotes(path), " has been locked by another process for ", seconds, " s")};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

} // namespace mqttx::io
