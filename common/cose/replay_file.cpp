// SPDX-License-Identifier: Apache-2.0
#include "common/cose/replay_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace mqttx::cose {

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30U;
/// Bytes to append before a file that has more than doubled is written anew.
constexpr std::size_t room_to_grow = std::size_t{4} << 20U;

void require_ours(const std::string& path) {
    struct stat status {};

    constexpr mode_t writable_by_others = 022;
    if (::stat(path.c_str(), &status) == 0 && (status.st_mode & writable_by_others) != 0) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(path), " can be written by others, who could make old messages new"),
            cat("chmod 600 ", path)};
    }
}

} // namespace

ReplayFile::ReplayFile(std::string path, ReplayMemory& memory, std::int64_t now, std::int64_t floor)
    : path_{std::move(path)}, memory_{memory}, lock_{path_ + ".lock", 2} {
    if (io::exists(path_)) {
        require_ours(path_);
        if (!memory_.load(io::read_file(path_, largest_file), now)) {
            throw Error{
                ErrorKind::local,
                cat(in_quotes(path_), " is no replay state, or is damaged"),
                "remove it to begin anew: what is older than --max-age then stays refused"};
        }
    } else {
        memory_.set_floor(floor);
    }
    memory_.keep();
    rewrite();
}

void ReplayFile::rewrite() {
    const auto snapshot = memory_.snapshot();
    io::write_file(path_, snapshot, {.mode = 0600, .replace = true});
    file_ = io::Descriptor{::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)};
    if (!file_.is_open()) {
        throw Error{
            ErrorKind::local,
            cat("cannot write ", in_quotes(path_), ": ", system_error_text(errno))};
    }
    out_.emplace(file_.number(), in_quotes(path_));
    snapshot_size_ = snapshot.size();
    appended_ = 0;
}

void ReplayFile::save() {
    const auto journal = memory_.take_journal();
    if (journal.empty()) {
        return;
    }
    out_->write(journal);
    out_->flush();
    appended_ += journal.size();
    if (appended_ > room_to_grow && appended_ > snapshot_size_) {
        rewrite();
    }
}

} // namespace mqttx::cose
