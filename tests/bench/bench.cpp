// SPDX-License-Identifier: Apache-2.0
// Measures whole processes beside mosquitto_pub and mosquitto_sub, interleaved in one run, so that
// what else the machine does falls on all alike: mqttx_bench PROGRAM [ROUNDS [LINES] |
// certificates].
#include "tests/bench/acl.hpp"
#include "tests/bench/bulk.hpp"
#include "tests/bench/certificates.hpp"
#include "tests/bench/decisions.hpp"
#include "tests/bench/ground.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/native.hpp"
#include "tests/bench/payload.hpp"
#include "tests/bench/reading.hpp"
#include "tests/bench/tail.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace mqttx::bench {

namespace {

/// A command to measure, and which row it is compared with.
struct Entry {
    const char* name;
    Command command;
    std::size_t reference;
    std::vector<Cost> costs{};
};

template <typename Pick> double middle(const std::vector<Cost>& costs, Pick pick) {
    std::vector<double> values;
    for (const auto& cost : costs) {
        values.push_back(pick(cost));
    }
    return median(values);
}

/// The median of the quotients of each round, in which both ran one after the other.
double paired_ratio(const Entry& entry, const Entry& reference) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < entry.costs.size(); ++round) {
        ratios.push_back(entry.costs[round].wall_ms / reference.costs[round].wall_ms);
    }
    return median(ratios);
}

void print(const Entry& entry, const Entry& reference) {
    std::printf(
        "%-34s %9.2f %9.2f %8.1f %10.2f\n",
        entry.name,
        middle(entry.costs, [](const Cost& cost) { return cost.wall_ms; }),
        middle(entry.costs, [](const Cost& cost) { return cost.cpu_ms; }),
        middle(entry.costs, [](const Cost& cost) { return cost.peak_mb; }),
        paired_ratio(entry, reference)
    );
}

/// One message, from nothing to its acknowledgement and out.
bool measure_one_shot(const Ground& ground, const std::string& program, int rounds) {
    const Command message{"-t", "bench/one", "-m", "twenty bytes of text", "-q", "1"};
    const auto theirs = [&](const Command& connection) {
        return joined({"mosquitto_pub"}, connection, message);
    };
    const auto ours = [&](const Command& connection, const Command& more = {}) {
        return joined(joined({program, "pub"}, connection, message), more);
    };
    std::vector<Entry> entries{
        {"mosquitto_pub", theirs(ground.plain()), 0},
        {"mqttx pub", ours(ground.plain()), 0},
        {"mqttx pub, encrypted", ours(ground.plain(), ground.sealed()), 0},
        {"mosquitto_pub, TLS", theirs(ground.tls()), 3},
        {"mqttx pub, TLS", ours(ground.tls()), 3},
        {"mqttx pub, TLS, encrypted", ours(ground.tls(), ground.sealed()), 3},
    };
    bool all_well = true;
    for (int round = -1; round < rounds; ++round) { // the first one only warms the caches
        for (auto& entry : entries) {
            const auto cost = run(entry.command);
            all_well = all_well && cost.status == 0;
            if (round >= 0) {
                entry.costs.push_back(cost);
            }
        }
    }
    std::printf("one message at QoS 1, median of %d interleaved rounds\n", rounds);
    std::printf("%-34s %9s %9s %8s %10s\n", "", "wall ms", "CPU ms", "peak MB", "wall ratio");
    for (const auto& entry : entries) {
        print(entry, entries[entry.reference]);
    }
    return all_well;
}

int measure(const std::string& program, int rounds, int lines) {
    const Ground ground{program};
    const bool one_shot = measure_one_shot(ground, program, rounds);
    std::fflush(stdout);
    const bool bulk = measure_bulk(ground, program, lines);
    const bool publishing = measure_publishing(ground, program, lines);
    std::fflush(stdout);
    const bool reading = measure_reading(program, 10 * lines);
    std::fflush(stdout);
    const bool tail = measure_tail(ground, program);
    std::fflush(stdout);
    const bool payload = measure_payload();
    std::fflush(stdout);
    const bool permissions = measure_acl(program) && measure_decisions() && measure_native(program);
    std::fflush(stdout);
    const bool certificates = measure_certificates(program);
    return one_shot && bulk && publishing && reading && tail && payload && permissions &&
                   certificates
               ? 0
               : 1;
}

} // namespace

} // namespace mqttx::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: mqttx_bench PROGRAM [ROUNDS [LINES] | certificates]\n", stderr);
        return 2;
    }
    // One part alone, while it is worked on.
    if (argc > 2 && std::string_view{argv[2]} == "certificates") {
        return mqttx::bench::measure_certificates(argv[1]) ? 0 : 1;
    }
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 51;
    const int lines = argc > 3 ? std::atoi(argv[3]) : 100'000;
    try {
        return mqttx::bench::measure(argv[1], rounds, lines);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "mqttx_bench: %s\n", fault.what());
        return 1;
    }
}
