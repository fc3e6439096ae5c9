// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/lint.hpp"

#include "tests/bench/measure.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace mqttx::bench {

namespace {

constexpr int lines_of_a_user = 10;

void write_user(std::ofstream& out, int number) {
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "dev%06d", number);
    const auto place = "plant/h" + std::to_string(number % 97) + "/l" +
                       std::to_string(number % 13) + '/' + name.data();
    out << "user " << name.data() << '\n';
    for (const auto* tail : {"/temperature", "/pressure", "/alarm/#"}) {
        out << "topic write " << place << tail << '\n';
    }
    for (const auto* tail : {"/command/+", "/config/#"}) {
        out << "topic read " << place << tail << '\n';
    }
    out << "topic deny " << place << "/config/secret\n";
    out << "topic read plant/h" << number % 97 << "/broadcast/#\n";
    out << "topic readwrite " << place << "/diag/" << number % 7 << "\n\n";
}

void write_rules(const std::string& path, int lines) {
    std::ofstream out{path};
    for (int number = 0; number < lines / lines_of_a_user; ++number) {
        write_user(out, number);
    }
    out.flush();
    if (!out) {
        throw std::runtime_error{"cannot write " + path};
    }
}

Cost median_cost(const Command& command) {
    constexpr int rounds = 3;
    std::vector<double> cpu;
    std::vector<double> wall;
    Cost cost;
    for (int round = 0; round < rounds; ++round) {
        cost = run(command);
        cpu.push_back(cost.cpu_ms);
        wall.push_back(cost.wall_ms);
    }
    cost.cpu_ms = median(cpu);
    cost.wall_ms = median(wall);
    return cost;
}

} // namespace

bool measure_lint(const std::string& program) {
    const auto path =
        (std::filesystem::temp_directory_path() / ("mqttx_bench_acl." + std::to_string(::getpid())))
            .string();
    std::printf("\nacl lint, median of 3 rounds\n");
    std::printf("%-34s %9s %9s %8s\n", "lines", "wall ms", "CPU ms", "peak MB");
    bool all_well = true;
    double smaller = 0;
    for (const int lines : {100'000, 1'000'000}) {
        write_rules(path, lines);
        const auto cost = median_cost({program, "acl", "lint", path});
        all_well = all_well && cost.status < 2; // 1: something was found
        std::printf("%-34d %9.0f %9.0f %8.1f\n", lines, cost.wall_ms, cost.cpu_ms, cost.peak_mb);
        if (smaller > 0) {
            std::printf("%-34s %9s %9.1f\n", "growth", "", cost.cpu_ms / smaller);
        }
        smaller = cost.cpu_ms;
    }
    std::filesystem::remove(path);
    return all_well;
}

} // namespace mqttx::bench
