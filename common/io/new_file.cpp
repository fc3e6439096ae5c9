// SPDX-License-Identifier: Apache-2.0
#include "common/io/new_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace mqttx::io {

namespace {

[[noreturn]] void fail(std::string_view doing, const std::string& path, int error_number) {
    throw Error{
        ErrorKind::local,
        cat("cannot ", doing, ' ', in_quotes(path), ": ", system_error_text(error_number))};
}

Descriptor create(const std::string& path, mode_t mode) {
    return Descriptor{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)};
}

/// Who could read the file that is replaced can read the new one. Only root can give files away;
/// for anybody else it stays his own.
void take_owner(const Descriptor& file, const std::string& target) {
    struct stat status {};

    if (::stat(target.c_str(), &status) == 0) {
        [[maybe_unused]] const int result = ::fchown(file.number(), status.st_uid, status.st_gid);
    }
}

} // namespace

NewFile NewFile::beside(const std::string& target, mode_t mode) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        const std::string path = cat(target, ".tmp", ::getpid(), '.', attempt);
        Descriptor file = create(path, mode);
        if (file.is_open()) {
            return {path, target, std::move(file), mode};
        }
        if (errno != EEXIST) {
            break;
        }
    }
    fail("create", target, errno);
}

NewFile NewFile::at(const std::string& path, const std::string& target, mode_t mode) {
    Descriptor file = create(path, mode);
    if (!file.is_open() && errno == EEXIST) {
        ::unlink(path.c_str());
        file = create(path, mode);
    }
    if (!file.is_open()) {
        fail("create", path, errno);
    }
    return {path, target, std::move(file), mode};
}

NewFile::NewFile(std::string path, std::string target, Descriptor file, mode_t mode)
    : path_{std::move(path)}, target_{std::move(target)}, file_{std::move(file)} {
    take_owner(file_, target_);
    // After it, because a change of owner takes bits away; and the umask must not take any from a
    // mode that was chosen on purpose.
    ::fchmod(file_.number(), mode);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_{std::exchange(other.path_, {})}, target_{std::move(other.target_)},
      file_{std::move(other.file_)} {}

NewFile::~NewFile() {
    if (!path_.empty()) {
        ::unlink(path_.c_str());
    }
}

void NewFile::fill(ByteView content) {
    write_all(file_.number(), content, target_);
    if (::fsync(file_.number()) != 0) {
        fail("write", target_, errno);
    }
}

void NewFile::write(ByteView content) {
    write_all(file_.number(), content, target_);
}

void NewFile::become_target(bool replace) {
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
    keep();
    sync_folder_of(target_);
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

std::string behind_link(const std::string& path) {
    std::error_code fault;
    if (!std::filesystem::is_symlink(path, fault)) {
        return path;
    }
    const auto target = std::filesystem::canonical(path, fault);
    return fault ? path : target.string();
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

void sync_file_system_of(const std::string& path) {
    const Descriptor folder{::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.is_open() || ::syncfs(folder.number()) != 0) {
        fail("write", path, errno);
    }
}

void sync_folder_of(const std::string& path) noexcept {
    const Descriptor folder{::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.is_open()) {
        ::fsync(folder.number());
    }
}

} // namespace mqttx::io
