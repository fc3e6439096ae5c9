// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/broker_process.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <vector>

namespace mqttx::app {

namespace {

/// Who a process is to the file system.
struct Identity {
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups{};
};

/// The numbers in the line of /proc/PID/status that begins with a word.
std::vector<unsigned> numbers_of(std::string_view status, std::string_view word) {
    std::vector<unsigned> numbers;
    auto line = status.substr(std::min(status.find(word), status.size()));
    line.remove_prefix(std::min(word.size(), line.size()));
    line = line.substr(0, line.find('\n'));
    for (auto at = line.find_first_of("0123456789"); at != std::string_view::npos;
         at = line.find_first_of("0123456789", at)) {
        unsigned number = 0;
        const auto* end = line.data() + line.size();
        const auto* next = std::from_chars(line.data() + at, end, number).ptr;
        numbers.push_back(number);
        at = static_cast<std::size_t>(next - line.data());
    }
    return numbers;
}

Identity identity_of(std::string_view status) {
    constexpr std::size_t of_files = 3; // behind real, effective and saved
    const auto users = numbers_of(status, "\nUid:");
    const auto groups = numbers_of(status, "\nGid:");
    const auto more = numbers_of(status, "\nGroups:");
    Identity identity;
    if (users.size() > of_files && groups.size() > of_files) {
        identity = {users[of_files], groups[of_files], {more.begin(), more.end()}};
    }
    return identity;
}

/// Makes us somebody else to the file system, and ourselves again.
class Borrowed {
  public:
    explicit Borrowed(const Identity& identity) {
        own_groups_.resize(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
        const auto room = static_cast<int>(own_groups_.size());
        ::getgroups(room, own_groups_.data());
        is_root_ =
            ::geteuid() == 0 && ::setgroups(identity.groups.size(), identity.groups.data()) == 0;
        if (is_root_) {
            ::setfsgid(identity.group);
            ::setfsuid(identity.user);
        }
    }

    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;

    ~Borrowed() {
        if (is_root_) {
            ::setfsuid(::geteuid());
            ::setfsgid(::getegid());
            ::setgroups(own_groups_.size(), own_groups_.data());
        }
    }

  private:
    std::vector<gid_t> own_groups_;
    bool is_root_ = false;
};

/// 0, or why a file cannot be opened.
int fault_in_opening(const std::string& path, const Identity& identity) {
    const Borrowed borrowed{identity};
    const io::Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    return file.is_open() ? 0 : errno;
}

} // namespace

void BrokerProcess::require_can_read(const std::string& path) const {
    constexpr std::size_t longest_status = 65'536;
    const auto status = io::read_file(cat("/proc/", id_, "/status"), longest_status);
    const auto identity = identity_of(as_text(status));
    if (const int fault = fault_in_opening(path, identity)) {
        throw Error{
            ErrorKind::local,
            cat("the broker's user ",
                identity.user,
                " cannot read ",
                in_quotes(path),
                ": ",
                system_error_text(fault)),
            "a reload would open it to everybody: let its user or group read the file"};
    }
}

} // namespace mqttx::app
