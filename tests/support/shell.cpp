// SPDX-License-Identifier: Apache-2.0
#include "tests/support/shell.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace mqttx::story {

namespace {

namespace fs = std::filesystem;

fs::path make_root() {
    auto pattern = (fs::temp_directory_path() / "mqttx-story.XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error{"cannot make a folder for the story"};
    }
    return pattern;
}

void open_as(int number, const char* path, int flags) {
    const int opened = ::open(path, flags, 0600);
    ::dup2(opened, number);
    ::close(opened);
}

/// The processes whose parent we are: as a subreaper also those our commands left behind.
std::vector<pid_t> children() {
    std::ifstream list{"/proc/self/task/" + std::to_string(::getpid()) + "/children"};
    return {std::istream_iterator<pid_t>{list}, {}};
}

void end_children() {
    for (auto left = children(); !left.empty(); left = children()) {
        for (const auto child : left) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
    }
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

} // namespace

Shell::Shell(const fs::path& program, std::chrono::seconds deadline)
    : root_{make_root()}, work_{root_ / "work"}, program_name_{program.filename()},
      end_{std::chrono::steady_clock::now() + deadline} {
    for (const auto* name : {"bin", "work", "home", "home/.config", "tmp"}) {
        fs::create_directory(root_ / name);
    }
    fs::create_symlink(fs::absolute(program), root_ / "bin" / "mqttx");
    const auto runner = fs::read_symlink("/proc/self/exe");
    environment_ = {
        "PATH=" + (root_ / "bin").string() + ':' + runner.parent_path().string() +
            ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME=" + (root_ / "home").string(),
        "XDG_CONFIG_HOME=" + (root_ / "home/.config").string(),
        "TMPDIR=" + (root_ / "tmp").string(),
        "STORY_RUNNER=" + runner.string(),
        "LC_ALL=C",
        "TZ=UTC"};
    for (const auto* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE"}) {
        if (const char* const value = std::getenv(name)) {
            environment_.push_back(std::string{name} + '=' + value);
        }
    }
    ::umask(022);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

Shell::~Shell() {
    end_children();
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

void Shell::write(const std::string& name, const std::string& content) const {
    const auto path = work_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream file{path, std::ios::binary};
    file << content;
    if (!file.flush()) {
        throw std::runtime_error{"cannot write the file " + name};
    }
}

Result Shell::run(const std::string& script) {
    const int child = ::fork();
    if (child < 0) {
        throw std::runtime_error{"cannot start a process"};
    }
    if (child == 0) {
        become(script);
    }
    const int status = wait_for(child);
    return {captured("out"), captured("err"), status};
}

void Shell::become(const std::string& script) const {
    ::setsid();
    std::signal(SIGPIPE, SIG_DFL);
    constexpr int fresh = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC;
    open_as(0, "/dev/null", O_RDONLY | O_CLOEXEC);
    open_as(1, (root_ / "out").c_str(), fresh);
    open_as(2, (root_ / "err").c_str(), fresh);
    std::vector<char*> environment;
    for (const auto& variable : environment_) {
        environment.push_back(const_cast<char*>(variable.c_str()));
    }
    environment.push_back(nullptr);
    if (::chdir(work_.c_str()) == 0) {
        ::execle("/bin/sh", "sh", "-c", script.c_str(), nullptr, environment.data());
    }
    ::_exit(127);
}

int Shell::wait_for(int child) const {
    const auto process = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    pollfd ended{process, POLLIN, 0};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end_ - std::chrono::steady_clock::now()
    );
    const int answer = ::poll(&ended, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    ::close(process);
    if (answer <= 0) {
        ::kill(-child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        throw std::runtime_error{"the deadline of the story passed"};
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

Text Shell::captured(const char* name) const {
    std::ifstream file{root_ / name, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    replace_all(text, program_name_, "mqttx");
    return lines_of(text);
}

} // namespace mqttx::story
