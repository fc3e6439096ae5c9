// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/reading.hpp"

#include "tests/bench/fast_source.hpp"
#include "tests/bench/ground.hpp"
#include "tests/bench/measure.hpp"

#include <cstdio>
#include <vector>

namespace mqttx::bench {

namespace {

struct Reader {
    const char* name;
    Command command;
    std::size_t reference;
    std::vector<Cost> costs{};
};

double middle(const Reader& reader, double Cost::*what) {
    std::vector<double> values;
    for (const auto& cost : reader.costs) {
        values.push_back(cost.*what);
    }
    return median(values);
}

/// The median of the quotients of each round's CPU times.
double cpu_ratio(const Reader& reader, const Reader& reference) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < reader.costs.size(); ++round) {
        ratios.push_back(reader.costs[round].cpu_ms / reference.costs[round].cpu_ms);
    }
    return median(ratios);
}

std::vector<Reader> readers(const std::string& program, int port, int messages) {
    const auto theirs = [&](const Command& more) {
        return joined(
            {"mosquitto_sub", "-p", std::to_string(port)},
            {"-t", "bench/fast", "-C", std::to_string(messages)},
            more
        );
    };
    const auto ours = [&](const Command& more) {
        return joined(
            {program, "sub", "-p", std::to_string(port)},
            {"-t", "bench/fast", "-C", std::to_string(messages)},
            more
        );
    };
    return {
        {"mosquitto_sub", theirs({}), 0},
        {"mqttx sub", ours({}), 0},
        {"mosquitto_sub -v", theirs({"-v"}), 2},
        {"mqttx sub -v", ours({"-v"}), 2},
        {"mosquitto_sub -F %j", theirs({"-F", "%j"}), 4},
        {"mqttx sub --json", ours({"--json"}), 4},
        {"mqttx sub -F %j", ours({"-F", "%j"}), 4},
    };
}

} // namespace

bool measure_reading(const std::string& program, int messages) {
    constexpr int rounds = 3;
    const FastSource source{messages};
    auto all = readers(program, source.port(), messages);
    bool all_well = true;
    for (int round = 0; round < rounds; ++round) {
        for (auto& reader : all) {
            reader.costs.push_back(run(reader.command));
            all_well = all_well && reader.costs.back().status == 0;
        }
    }
    std::printf(
        "\n%d messages of QoS 0 from a fast source, median of %d interleaved rounds\n",
        messages,
        rounds
    );
    std::printf("%-34s %9s %9s %8s %10s\n", "", "wall ms", "CPU ms", "peak MB", "CPU ratio");
    for (const auto& reader : all) {
        std::printf(
            "%-34s %9.0f %9.0f %8.1f %10.2f\n",
            reader.name,
            middle(reader, &Cost::wall_ms),
            middle(reader, &Cost::cpu_ms),
            middle(reader, &Cost::peak_mb),
            cpu_ratio(reader, all[reader.reference])
        );
    }
    return all_well;
}

} // namespace mqttx::bench
