// SPDX-License-Identifier: Apache-2.0
#include "common/io/file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
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

void write_all(int descriptor, ByteView content, const std::string& path) {
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            fail("write", path, errno);
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

/// A new file beside the target that is removed again unless it was renamed.
class TemporaryFile {
  public:
    TemporaryFile(const std::string& target, mode_t mode) : target_{target} {
        for (int attempt = 0; attempt < 100; ++attempt) {
            path_ = cat(target, ".tmp", ::getpid(), '.', attempt);
            // The umask must not take bits away from a file whose mode was chosen on purpose.
            file_ = Descriptor{
                ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)};
            if (file_.is_open()) {
                take_owner_of_target();
                ::fchmod(file_.number(), mode); // after it: a change of owner takes bits away
                return;
            }
            if (errno != EEXIST) {
                break;
            }
        }
        fail("create", target, errno);
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    ~TemporaryFile() {
        if (!path_.empty()) {
            ::unlink(path_.c_str());
        }
    }

    void fill(ByteView content) {
        write_all(file_.number(), content, target_);
        if (::fsync(file_.number()) != 0) {
            fail("write", target_, errno);
        }
    }

    void become_target(bool replace) {
        const unsigned flags = replace ? 0U : static_cast<unsigned>(RENAME_NOREPLACE);
        if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), flags) != 0) {
            if (errno == EEXIST) {
                throw Error{
                    ErrorKind::local,
                    cat(in_quotes(target_), " exists already"),
                    "--force replaces it"};
            }
            fail("write", target_, errno);
        }
        path_.clear();
        const Descriptor folder{
            ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (folder.is_open()) {
            ::fsync(folder.number()); // best effort: some file systems refuse it for folders
        }
    }

  private:
    /// Who could read the file that is replaced can read the new one. Only root can give files
    /// away; for anybody else it stays his own.
    void take_owner_of_target() const {
        struct stat status {};

        if (::stat(target_.c_str(), &status) == 0) {
            [[maybe_unused]] const int result =
                ::fchown(file_.number(), status.st_uid, status.st_gid);
        }
    }

    std::string target_;
    std::string path_;
    Descriptor file_;
};

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

/// The file that a symbolic link leads to: a rename over the link itself would replace the link,
/// were it only /dev/stdout.
std::string behind_link(const std::string& path) {
    std::error_code fault;
    if (!std::filesystem::is_symlink(path, fault)) {
        return path;
    }
    const auto target = std::filesystem::canonical(path, fault);
    return fault ? path : target.string();
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
    TemporaryFile file{behind_link(path), options.mode};
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
