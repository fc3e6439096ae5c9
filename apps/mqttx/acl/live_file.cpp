// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/live_file.hpp"

#include "apps/mqttx/acl/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/new_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

namespace mqttx::app {

namespace {

std::string behind_links(const std::string& path) {
    std::error_code fault;
    const auto target = std::filesystem::canonical(path, fault);
    return fault ? path : target.string();
}

bool is_of_group(gid_t group) {
    const int count = ::getgroups(0, nullptr);
    std::vector<gid_t> groups(static_cast<std::size_t>(std::max(count, 0)));
    ::getgroups(static_cast<int>(groups.size()), groups.data());
    return group == ::getegid() || std::find(groups.begin(), groups.end(), group) != groups.end();
}

void require_same_owner(const std::string& path, const struct stat& status) {
    if (::geteuid() == 0 || (status.st_uid == ::geteuid() && is_of_group(status.st_gid))) {
        return;
    }
    throw Error{
        ErrorKind::local,
        cat(in_quotes(path),
            " belongs to another user or group, and the broker must be able to read the new one"),
        "run this as root or as that user"};
}

[[noreturn]] void fail(std::string_view what, const std::string& path) {
    throw Error{
        ErrorKind::local,
        cat("cannot ", what, ' ', in_quotes(path), ": ", system_error_text(errno))};
}

} // namespace

LiveFile::LiveFile(std::string path)
    : path_{std::move(path)}, target_{behind_links(path_)}, former_{target_ + ".former"} {
    lock_.emplace(io::folder_of(target_));

    struct stat status {};

    if (::stat(target_.c_str(), &status) != 0) {
        return;
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error{ErrorKind::local, cat(in_quotes(path_), " is not a file")};
    }
    constexpr mode_t permissions = 0777;
    mode_ = status.st_mode & permissions;
    require_same_owner(path_, status);
    before_ = read_permissions(target_, 0);
}

void LiveFile::keep_former() const {
    if (!before_) {
        return;
    }
    if (::link(target_.c_str(), former_.c_str()) == 0) {
        return;
    }
    if (errno == EEXIST) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(former_), " is there: an apply was ended before its file was proven"),
            cat("it is the last file that was; see what ", path_, " holds, and remove one of them"
            )};
    }
    fail("put aside", path_);
}

void LiveFile::replace(const std::string& content) const {
    io::write_file(path_, as_bytes(content), {.mode = mode_, .replace = true});
}

void LiveFile::restore() const {
    // When nothing has replaced the file yet, both are one, and the rename does nothing.
    if (before_ && ::rename(former_.c_str(), target_.c_str()) != 0) {
        fail("put back", path_);
    }
    if (!before_ && ::unlink(target_.c_str()) != 0 && errno != ENOENT) {
        fail("remove", path_);
    }
    forget_former();
}

void LiveFile::forget_former() const noexcept {
    if (before_) {
        ::unlink(former_.c_str());
    }
}

} // namespace mqttx::app
