// SPDX-License-Identifier: Apache-2.0
#include "common/io/private_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace mqttx::io {

namespace {

constexpr std::size_t largest_secret = 1024UL * 1024;

Descriptor open_to_read(const std::string& path) {
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        throw Error{
            ErrorKind::local, cat("cannot read ", in_quotes(path), ": ", system_error_text(errno))};
    }
    return file;
}

/// The check is made on the open file, not on its name: the name could point elsewhere a moment
/// later.
void require_private(const Descriptor& file, const std::string& path, PrivatePolicy policy) {
    struct stat status {};

    if (::fstat(file.number(), &status) != 0) {
        throw Error{
            ErrorKind::local, cat("cannot read ", in_quotes(path), ": ", system_error_text(errno))};
    }
    if (S_ISDIR(status.st_mode)) {
        throw Error{ErrorKind::local, cat("cannot read ", in_quotes(path), ": is a directory")};
    }
    if (policy == PrivatePolicy::lax || !S_ISREG(status.st_mode)) {
        return;
    }
    const std::string hint =
        cat("chmod 600 ", path, ", or --insecure-key-permissions to use it as it is");
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        throw Error{ErrorKind::local, cat(in_quotes(path), " belongs to another user"), hint};
    }
    if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0) {
        const bool readable = (status.st_mode & S_IROTH) != 0;
        throw Error{
            ErrorKind::local,
            cat(in_quotes(path), readable ? " can be read by others" : " can be written by others"),
            hint};
    }
}

} // namespace

Secret read_secret(int descriptor, const std::string& name) {
    Secret content{4096};
    std::size_t filled = 0;
    for (;;) {
        if (filled == content.size()) {
            if (filled >= largest_secret) {
                throw Error{
                    ErrorKind::local,
                    cat(in_quotes(name), " is larger than 1 MiB: not a password or key")};
            }
            Secret larger{filled * 4};
            std::copy_n(content.expose().begin(), filled, larger.expose_for_writing().begin());
            content = std::move(larger);
        }
        const auto room = content.expose_for_writing().subspan(filled);
        const auto count = ::read(descriptor, room.data(), room.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw Error{
                ErrorKind::local,
                cat("cannot read ", in_quotes(name), ": ", system_error_text(errno))};
        }
        if (count == 0) {
            content.shorten(filled);
            return content;
        }
        filled += static_cast<std::size_t>(count);
    }
}

Secret read_private_file(const std::string& path, PrivatePolicy policy, int standard_input) {
    if (path == "-") {
        return read_secret(standard_input, "standard input");
    }
    const auto file = open_to_read(path);
    require_private(file, path, policy);
    return read_secret(file.number(), path);
}

void require_private_file(const std::string& path, PrivatePolicy policy) {
    require_private(open_to_read(path), path, policy);
}

void drop_final_newline(Secret& secret) noexcept {
    const auto text = secret.expose_text();
    if (text.ends_with("\r\n")) {
        secret.shorten(text.size() - 2);
    } else if (text.ends_with('\n')) {
        secret.shorten(text.size() - 1);
    }
}

} // namespace mqttx::io
