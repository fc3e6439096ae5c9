// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/tail.hpp"

#include "common/io/file.hpp"
#include "tests/support/raw_client.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
#include <vector>

namespace mqttx::bench {

namespace {

constexpr int times = 300;
constexpr int patience_ms = 5000;

/// A subscriber that waits for messages, and the pipe it writes to.
class Tail {
  public:
    Tail(const Ground& ground, const Command& command, const std::string& topic) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error{"no pipe"};
        }
        lines_ = io::Descriptor{ends[0]};
        const io::Descriptor writing{ends[1]};
        const int before = ground.subscriptions(topic);
        process_.emplace(command, -1, writing.number());
        while (ground.subscriptions(topic) == before) {
            ::usleep(2000);
        }
    }

    /// Reads that many lines; false when they do not come.
    bool read_lines(int wanted) {
        std::array<char, 65536> block{};
        while (wanted > 0) {
            pollfd ready{.fd = lines_.number(), .events = POLLIN, .revents = 0};
            const bool came = ::poll(&ready, 1, patience_ms) > 0;
            const auto count = came ? ::read(lines_.number(), block.data(), block.size()) : 0;
            if (count <= 0) {
                return false;
            }
            wanted -= static_cast<int>(std::count(block.begin(), block.begin() + count, '\n'));
        }
        return true;
    }

    void stop() { process_->stop(); }

  private:
    io::Descriptor lines_;
    std::optional<Process> process_;
};

/// The times of messages that come `together`; fewer when one is missing.
std::vector<double>
delays(Tail& tail, test::RawClient& publisher, const std::string& topic, int together) {
    const std::vector<test::Message> burst(
        static_cast<std::size_t>(together), test::Message{topic, "twenty bytes of text"}
    );
    std::vector<double> found;
    for (int time = 0; time < times; ++time) {
        const double sent = now_ms();
        publisher.publish(burst);
        if (!tail.read_lines(together)) {
            break;
        }
        found.push_back(now_ms() - sent);
    }
    return found;
}

} // namespace

bool measure_tail(const Ground& ground, const std::string& program) {
    const std::string topic{"bench/tail"};
    const Command filter{"-t", topic};
    const auto connection = ground.plain();
    test::RawClient publisher{std::stoi(connection.back()), {.id = "bench-tail"}};
    bool all_well = true;
    std::printf("\none message into a pipe behind a subscriber, %d times\n", times);
    std::printf("%-34s %9s %9s\n", "", "median ms", "most ms");
    for (const auto& [name, command] : std::initializer_list<std::pair<const char*, Command>>{
             {"mosquitto_sub", joined({"mosquitto_sub"}, connection, filter)},
             {"mqttx sub", joined({program, "sub"}, connection, filter)},
             {"mqttx sub --json", joined({program, "sub", "--json"}, connection, filter)}}) {
        Tail tail{ground, command, topic};
        for (const int together : {1, 50}) {
            const auto found = delays(tail, publisher, topic, together);
            all_well = all_well && found.size() == times;
            const auto most = found.empty() ? 0 : *std::ranges::max_element(found);
            const auto label = std::string{name} + (together > 1 ? ", last of 50" : "");
            std::printf(
                "%-34s %9.2f %9.2f\n", label.c_str(), found.empty() ? 0 : median(found), most
            );
        }
        tail.stop();
    }
    return all_well;
}

} // namespace mqttx::bench
