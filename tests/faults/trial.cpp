// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/trial.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace mqttx::faults {

namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string drain(int pipe) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t count = 1; (count = ::read(pipe, part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    ::close(pipe);
    return text;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

Tree tree_of(const fs::path& folder) {
    Tree tree;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) {
            tree[entry.path().lexically_relative(folder).string()] = content_of(entry.path());
        }
    }
    return tree;
}

Place::Place(const fs::path& program, const fs::path& shim)
    : program_{fs::absolute(program)}, shim_{fs::absolute(shim)} {
    std::string name = (fs::temp_directory_path() / "mqttx-faults-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error{"no temporary folder"};
    }
    root_ = name;
    work_ = root_ / "work";
    fs::create_directory(work_);
}

Place::~Place() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

Ending Place::run(const std::string& words, Kind kind, long call) const {
    const fs::path counter = root_ / "count";
    std::ofstream{counter, std::ios::binary} << std::string(sizeof(long), '\0');
    const bool is_for_shell = words.starts_with("$ ");
    std::istringstream stream{words};
    std::vector<std::string> arguments{"mqttx"};
    arguments.insert(arguments.end(), std::istream_iterator<std::string>{stream}, {});
    if (is_for_shell) {
        arguments = {"sh", "-c", words.substr(2)};
    }
    // Under the address sanitizer its runtime need not come first: the shim calls on to it.
    std::vector<std::string> environment{
        "PATH=/usr/bin:/bin",
        "HOME=" + root_.string(),
        "ASAN_OPTIONS=verify_asan_link_order=0",
        "EXPORT_PASSWORD=open sesame",
        std::string{count_variable} + '=' + counter.string(),
        std::string{plan_variable} + '=' + std::to_string(static_cast<int>(kind)) + ':' +
            std::to_string(call)};
    if (!is_for_shell) {
        environment.push_back("LD_PRELOAD=" + shim_.string());
    }
    const fs::path program = is_for_shell ? fs::path{"/bin/sh"} : program_;
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::dup2(pipe[1], STDERR_FILENO);
        ::close(pipe[0]);
        if (::chdir(work_.c_str()) == 0) {
            ::execve(
                program.c_str(), pointers_to(arguments).data(), pointers_to(environment).data()
            );
        }
        ::_exit(127);
    }
    ::close(pipe[1]);
    Ending ending;
    ending.output = drain(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ending.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    std::ifstream{counter, std::ios::binary}.read(
        reinterpret_cast<char*>(&ending.calls), sizeof ending.calls
    );
    return ending;
}

void Place::keep(const std::string& name) const {
    fs::remove_all(root_ / name);
    fs::copy(work_, root_ / name, fs::copy_options::recursive);
}

void Place::restore(const std::string& name) const {
    fs::remove_all(work_);
    fs::copy(root_ / name, work_, fs::copy_options::recursive);
}

} // namespace mqttx::faults
