// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bulk.hpp"

#include "common/io/file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>

namespace mqttx::bench {

namespace {

/// The lines are their own numbers, 20 bytes with leading zeros.
std::string write_lines(const Ground& ground, int lines) {
    auto path = ground.file("lines");
    std::ofstream file{path};
    std::array<char, 32> line{};
    for (int number = 0; number < lines; ++number) {
        std::snprintf(line.data(), line.size(), "%020d\n", number);
        file << line.data();
    }
    return path;
}

/// What arrives: how many lines, and how many of them in their place.
class Tally {
  public:
    void add(std::string_view block) {
        latest_ms_ = now_ms();
        for (const char character : block) {
            if (character != '\n') {
                line_ += character;
                continue;
            }
            int number = -1;
            std::from_chars(line_.data(), line_.data() + line_.size(), number);
            in_order_ += number == received_ ? 1 : 0;
            ++received_;
            line_.clear();
        }
    }

    [[nodiscard]] int received() const { return received_; }

    [[nodiscard]] int in_order() const { return in_order_; }

    [[nodiscard]] double latest_ms() const { return latest_ms_; }

  private:
    std::string line_;
    int received_ = 0;
    int in_order_ = 0;
    double latest_ms_ = 0; ///< when something arrived last
};

/// Reads until `lines` lines are there, or nothing has come for `patience_ms`.
void read_into(Tally& tally, int descriptor, int lines, int patience_ms) {
    std::array<char, 65536> block{};
    while (tally.received() < lines) {
        pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, patience_ms) <= 0) {
            return;
        }
        const auto count = ::read(descriptor, block.data(), block.size());
        if (count <= 0) {
            return;
        }
        tally.add({block.data(), static_cast<std::size_t>(count)});
    }
}

struct Pair {
    const char* name;
    Command publisher;
    Command subscriber;
    bool is_ours;
    std::size_t reference = 0;             ///< the row it is compared with
    std::optional<std::size_t> plain = {}; ///< the row that is the same without encryption
};

/// How much of what.
struct Load {
    int lines;
    const char* qos;
    int rounds;
};

struct Result {
    double wall_ms = 0; ///< from the publisher's start to the last line at the subscriber
    Cost publisher;
    Cost subscriber;
    int received = 0;
    int in_order = 0;
};

void await_subscription(const Ground& ground, const std::string& topic) {
    const double deadline = now_ms() + 10'000;
    while (ground.subscriptions(topic) == 0) {
        if (now_ms() > deadline) {
            throw std::runtime_error{"a subscriber did not subscribe within 10 s"};
        }
        ::usleep(2000);
    }
}

Result
transfer(const Ground& ground, const Pair& pair, const std::string& lines_file, const Load& load) {
    static int transfers = 0;
    const auto topic = "bench/bulk/" + std::to_string(++transfers);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error{"cannot make a pipe"};
    }
    const io::Descriptor reader{ends[0]};
    io::Descriptor writer{ends[1]};
    const io::Descriptor input{::open(lines_file.c_str(), O_RDONLY | O_CLOEXEC)};
    const Command about{"-t", topic, "-q", load.qos};
    Process subscriber{joined(pair.subscriber, about), -1, writer.number()};
    writer = io::Descriptor{};
    await_subscription(ground, topic);

    Result result;
    Tally tally;
    const double start = now_ms();
    Process publisher{joined(pair.publisher, about, {"-l"}), input.number(), -1};
    constexpr int patience_ms = 5000;
    read_into(
        tally, reader.number(), load.lines, patience_ms
    ); // longer than any of them ever pauses
    result.wall_ms = tally.latest_ms() - start;
    result.publisher = publisher.wait();
    result.subscriber = subscriber.stop();
    result.received = tally.received();
    result.in_order = tally.in_order();
    return result;
}

/// The median of the quotients of each round, in which both ran one after the other.
template <typename Pick>
double paired(const std::vector<Result>& results, const std::vector<Result>& reference, Pick pick) {
    std::vector<double> quotients;
    for (std::size_t round = 0; round < results.size(); ++round) {
        quotients.push_back(pick(results[round]) / pick(reference[round]));
    }
    return median(quotients);
}

void print(
    const Pair& pair, const std::vector<Result>& results, const std::vector<Result>& reference
) {
    std::vector<double> wall;
    std::vector<double> publisher;
    std::vector<double> subscriber;
    for (const auto& result : results) {
        wall.push_back(result.wall_ms);
        publisher.push_back(result.publisher.cpu_ms);
        subscriber.push_back(result.subscriber.cpu_ms);
    }
    const auto& last = results.back();
    std::printf(
        "%-34s %8.0f %6.2f %8.0f %6.2f %8.0f %7.1f %9d %9d %5d\n",
        pair.name,
        median(wall),
        paired(results, reference, [](const Result& result) { return result.wall_ms; }),
        median(publisher),
        paired(results, reference, [](const Result& result) { return result.publisher.cpu_ms; }),
        median(subscriber),
        last.publisher.peak_mb,
        last.received,
        last.in_order,
        last.publisher.status
    );
}

/// What both processes spend together, and each of them.
void print_cost_of_encryption(
    const Pair& pair, const std::vector<Result>& results, const std::vector<Result>& plain
) {
    std::printf(
        "%s: %.2f times the CPU of the same without encryption (at most 1.25); pub %.2f, sub "
        "%.2f\n",
        pair.name,
        paired(
            results,
            plain,
            [](const Result& result) { return result.publisher.cpu_ms + result.subscriber.cpu_ms; }
        ),
        paired(results, plain, [](const Result& result) { return result.publisher.cpu_ms; }),
        paired(results, plain, [](const Result& result) { return result.subscriber.cpu_ms; })
    );
}

std::vector<Pair> pairs(const Ground& ground, const std::string& program) {
    const Command our_pub{program, "pub"};
    const Command our_sub{program, "sub"};
    const auto counter = joined({"mosquitto_sub"}, ground.plain());
    return {
        {"mosquitto_pub > mosquitto_sub",
         joined({"mosquitto_pub"}, ground.plain()),
         counter,
         false},
        {"mqttx pub > mosquitto_sub", joined(our_pub, ground.plain()), counter, true},
        {"mqttx pub > mqttx sub",
         joined(our_pub, ground.plain()),
         joined(our_sub, ground.plain()),
         true},
        {"mqttx pub > mqttx sub, encrypted",
         joined(our_pub, ground.plain(), ground.sealed()),
         joined(our_sub, ground.plain(), ground.sealed()),
         true,
         0,
         2},
        {"mqttx pub > mqttx sub, TLS, encr.",
         joined(our_pub, ground.tls(), ground.sealed()),
         joined(our_sub, ground.tls(), ground.sealed()),
         true},
    };
}

/// Publishers alone: one counter for all.
std::vector<Pair> publishers(const Ground& ground, const std::string& program) {
    const Command ours{program, "pub"};
    const auto counter = joined({"mosquitto_sub"}, ground.plain());
    return {
        {"mosquitto_pub", joined({"mosquitto_pub"}, ground.plain()), counter, false},
        {"mqttx pub", joined(ours, ground.plain()), counter, true},
        {"mosquitto_pub, TLS", joined({"mosquitto_pub"}, ground.tls()), counter, false, 2},
        {"mqttx pub, TLS", joined(ours, ground.tls()), counter, true, 2},
    };
}

/// Runs every pair in turn, round after round, and prints a table. False when one of ours lost
/// something.
bool measure(const Ground& ground, const std::vector<Pair>& pairs, const Load& load) {
    const auto lines_file = write_lines(ground, load.lines);
    std::vector<std::vector<Result>> results(pairs.size());
    bool all_well = true;
    for (int round = 0; round < load.rounds; ++round) {
        for (std::size_t at = 0; at < pairs.size(); ++at) {
            results[at].push_back(transfer(ground, pairs[at], lines_file, load));
            const auto& result = results[at].back();
            const bool whole = result.in_order == load.lines && result.publisher.status == 0;
            all_well = all_well && (whole || !pairs[at].is_ours);
        }
    }
    std::printf(
        "\n%d lines at QoS %s, median of %d interleaved rounds\n", load.lines, load.qos, load.rounds
    );
    std::printf(
        "%-34s %8s %6s %8s %6s %8s %7s %9s %9s %5s\n",
        "",
        "wall ms",
        "ratio",
        "pub CPU",
        "ratio",
        "sub CPU",
        "pub MB",
        "received",
        "in order",
        "exit"
    );
    for (std::size_t at = 0; at < pairs.size(); ++at) {
        print(pairs[at], results[at], results[pairs[at].reference]);
    }
    for (std::size_t at = 0; at < pairs.size(); ++at) {
        if (pairs[at].plain) {
            print_cost_of_encryption(pairs[at], results[at], results[*pairs[at].plain]);
        }
    }
    std::fflush(stdout);
    return all_well;
}

} // namespace

bool measure_bulk(const Ground& ground, const std::string& program, int lines) {
    return measure(ground, pairs(ground, program), {lines, "1", 3});
}

bool measure_publishing(const Ground& ground, const std::string& program, int lines) {
    const auto both = publishers(ground, program);
    // Beyond 65,535 lines at QoS 1 mosquitto_pub ends before its messages are acknowledged.
    const std::vector ours_alone{Pair{both[1].name, both[1].publisher, both[1].subscriber, true}};
    const bool all_well = measure(ground, both, {std::min(lines / 2, 65'000), "1", 5});
    const bool quick_well = measure(ground, both, {10 * lines, "0", 3});
    return measure(ground, ours_alone, {10 * lines, "1", 1}) && quick_well && all_well;
}

} // namespace mqttx::bench
