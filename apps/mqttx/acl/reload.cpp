// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/reload.hpp"

#include "apps/mqttx/acl/source.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace mqttx::app {

namespace {

constexpr std::size_t longest_pid_file = 64;

std::string_view trimmed(std::string_view text) {
    const auto end = text.find_last_not_of(" \t\r\n");
    return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

} // namespace

BrokerProcess::BrokerProcess(const std::string& pid_file) : pid_file_{pid_file} {
    const auto content = io::read_file(pid_file, longest_pid_file);
    const auto number = cli::parse_integer(trimmed(as_text(content)));
    constexpr std::int64_t largest = 0x7FFFFFFF;
    if (!number || *number < 2 || *number > largest) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(pid_file), " holds no process id"),
            "it is the file that pid_file in mosquitto.conf names"};
    }
    id_ = static_cast<pid_t>(*number);
    send(0);
}

void BrokerProcess::reload() const {
    send(SIGHUP);
}

void BrokerProcess::send(int signal) const {
    if (::kill(id_, signal) != 0) {
        throw Error{
            ErrorKind::local,
            cat("cannot signal process ",
                id_,
                " of ",
                in_quotes(pid_file_),
                ": ",
                system_error_text(errno)),
            errno == ESRCH ? "the broker is not running, or the file is an old one" : ""};
    }
}

LiveFile::LiveFile(std::string path) : path_{std::move(path)} {
    struct stat status {};

    if (::stat(path_.c_str(), &status) != 0) {
        return;
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error{ErrorKind::local, cat(in_quotes(path_), " is not a file")};
    }
    mode_ = status.st_mode & 0777U;
    if (::geteuid() != 0 && status.st_uid != ::geteuid()) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(path_),
                " belongs to another user, and the broker must be able to read "
                "the new one"),
            "run this as root or as that user"};
    }
    before_ = read_permissions(path_, 0);
}

void LiveFile::replace(const std::string& content) const {
    io::write_file(path_, as_bytes(content), {.mode = mode_, .replace = true});
}

void LiveFile::restore() const {
    if (before_) {
        replace(*before_);
    } else if (::unlink(path_.c_str()) != 0) {
        throw Error{
            ErrorKind::local,
            cat("cannot remove ", in_quotes(path_), ": ", system_error_text(errno))};
    }
}

} // namespace mqttx::app
