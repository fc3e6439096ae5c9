// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/acl.hpp"

#include "tests/bench/ground.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/rule_file.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace mqttx::bench {

namespace {

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

/// The files that are measured; they go with this object.
class Files {
  public:
    Files() {
        write_rules(path(small), small_lines);
        write_rules(path(large), large_lines);
        write_rules(path(changed), large_lines, large_lines / 100);
    }

    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    ~Files() {
        for (const auto* name : {small, large, changed}) {
            std::error_code ignored;
            std::filesystem::remove(path(name), ignored);
        }
    }

    static std::string path(const char* name) {
        const auto file = "mqttx_bench_acl." + std::to_string(::getpid()) + '.' + name;
        return (std::filesystem::temp_directory_path() / file).string();
    }

    static constexpr const char* small = "small";
    static constexpr const char* large = "large";
    static constexpr const char* changed =
        "changed"; ///< the large one, ten devices with a right more

  private:
    static constexpr int small_lines = 100'000;
    static constexpr int large_lines = 1'000'000;
};

/// One row of the table; 1 as exit status means findings or changes, more that it failed.
Cost measure_row(const char* name, const Command& command, bool& all_well) {
    const auto cost = median_cost(command);
    all_well = all_well && cost.status < 2;
    std::printf("%-34s %9.0f %9.0f %8.1f\n", name, cost.wall_ms, cost.cpu_ms, cost.peak_mb);
    std::fflush(stdout);
    return cost;
}

} // namespace

bool measure_acl(const std::string& program) {
    const Files files;
    const auto command = [&](const char* verb, const Command& words) {
        return joined({program, "acl", verb}, words);
    };
    const auto large = Files::path(Files::large);
    std::printf("\nacl, median of 3 rounds\n");
    std::printf("%-34s %9s %9s %8s\n", "", "wall ms", "CPU ms", "peak MB");
    bool all_well = true;
    const auto small =
        measure_row("lint, 100,000 lines", command("lint", {Files::path(Files::small)}), all_well);
    const auto lint = measure_row("lint, 1,000,000 lines", command("lint", {large}), all_well);
    std::printf("%-34s %9s %9.1f\n", "growth", "", lint.cpu_ms / small.cpu_ms);
    const auto device = 77'777;
    measure_row(
        "check, 1,000,000 lines",
        command(
            "check",
            {large, "--user", device_name(device), "publish", device_topic(device) + "/pressure"}
        ),
        all_well
    );
    measure_row(
        "diff, 1,000,000 lines, 10 changes",
        command("diff", {large, Files::path(Files::changed)}),
        all_well
    );
    return all_well;
}

} // namespace mqttx::bench
