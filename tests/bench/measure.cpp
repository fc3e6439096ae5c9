// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/measure.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <stdexcept>

namespace mqttx::bench {

namespace {

double milliseconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

void take(posix_spawn_file_actions_t* actions, int descriptor, int as) {
    if (descriptor < 0) {
        ::posix_spawn_file_actions_addopen(actions, as, "/dev/null", O_RDWR, 0);
    } else {
        ::posix_spawn_file_actions_adddup2(actions, descriptor, as);
    }
}

} // namespace

double now_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

Process::Process(const Command& command, int in, int out) : started_ms_{now_ms()} {
    std::vector<char*> words;
    words.reserve(command.size() + 1);
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    take(&actions, in, 0);
    take(&actions, out, 1);
    const int fault = ::posix_spawnp(&id_, words[0], &actions, nullptr, words.data(), ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (fault != 0) {
        throw std::runtime_error{"cannot run " + command[0]};
    }
}

Cost Process::wait() {
    int status = 0;
    rusage usage{};
    ::wait4(id_, &status, 0, &usage);
    return {
        .wall_ms = now_ms() - started_ms_,
        .cpu_ms = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
        .peak_mb = static_cast<double>(usage.ru_maxrss) / 1024,
        .status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status)};
}

Cost Process::stop() {
    ::kill(id_, SIGTERM);
    return wait();
}

Cost run(const Command& command, int in) {
    return Process{command, in, -1}.wait();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace mqttx::bench
