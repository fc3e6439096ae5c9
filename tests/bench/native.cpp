// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/native.hpp"

#include "apps/mosquitto_mqttx_acl/enforcer.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/rule_file.hpp"
#include "tests/support/live_broker.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace mqttx::bench {

namespace {

constexpr int rules = 100'000;
constexpr const char* user = "gateway";

std::string native_rules(const std::string& changed = "") {
    std::string text = "format = \"mqttx-acl/1\"\n";
    for (int number = 0; number < rules; ++number) {
        const auto name = std::to_string(number);
        text += "\n[[rule]]\nid = \"r" + name + "\"\nsubject = { user = \"" +
                (number == 777 && !changed.empty() ? changed : user) +
                "\" }\neffect = \"allow\"\noperation = \"publish\"\ntopic = \"" +
                device_topic(number) + "/up\"\nqos = [0, 1]\n";
    }
    return text;
}

std::string lines_of_acl_file() {
    std::string text = std::string{"user "} + user + '\n';
    for (int number = 0; number < rules; ++number) {
        text += "topic write " + device_topic(number) + "/up\n";
    }
    return text;
}

void print_row(const char* name, double value, const char* unit) {
    std::printf("%-46s %10.2f %s\n", name, value, unit);
    std::fflush(stdout);
}

bool measure_command(const char* name, const Command& command, int wanted) {
    std::vector<double> cpu;
    bool good = true;
    for (int round = 0; round < 3; ++round) {
        const auto cost = run(command);
        good = good && cost.status == wanted;
        cpu.push_back(cost.cpu_ms);
    }
    print_row(name, median(cpu), "ms CPU");
    return good;
}

bool measure_decisions(const std::string& path) {
    const auto start = now_ms();
    auto loaded = mosquitto_acl::load_rules(path);
    print_row("plugin, loading", now_ms() - start, "ms");
    if (!loaded.rules) {
        return false;
    }
    mosquitto_acl::Enforcer enforcer;
    enforcer.use(std::move(loaded.rules));
    const mosquitto_acl::Asking asking{&enforcer, "id", user, nullptr};
    bool good = enforcer.publish(asking, device_topic(0) + "/up", 0, false).allowed;
    std::vector<std::string> topics;
    for (int at = 0; at < rules; ++at) {
        const auto number = static_cast<int>(at * 7919LL % rules);
        topics.push_back(device_topic(number) + (at % 2 == 0 ? "/up" : "/down"));
    }
    std::vector<double> times;
    for (int round = 0; round < 3; ++round) {
        const auto begin = now_ms();
        for (std::size_t at = 0; at < topics.size(); ++at) {
            good = enforcer.publish(asking, topics[at], 0, false).allowed == (at % 2 == 0) && good;
        }
        times.push_back((now_ms() - begin) * 1000 / rules);
    }
    print_row("plugin, a decision", median(times), "us");
    return good;
}

/// Messages a second through a broker with these lines in its configuration.
double throughput(const std::string& program, const std::string& configuration, bool& good) {
    constexpr int messages = 50'000;
    const test::Folder folder;
    std::string lines;
    for (int at = 0; at < messages; ++at) {
        lines += "message " + std::to_string(at) + '\n';
    }
    const auto input = folder.write("lines", lines);
    const test::LiveBroker broker{"allow_anonymous true\n" + configuration};
    const std::vector<std::string> publish{
        program,
        "pub",
        "-h",
        "127.0.0.1",
        "-p",
        std::to_string(broker.port()),
        "-u",
        user,
        "-t",
        device_topic(rules - 1) + "/up",
        "-q",
        "1"};
    const auto with = [&](std::initializer_list<std::string> more) {
        auto command = publish;
        command.insert(command.end(), more);
        return command;
    };
    // Reading an acl_file takes Mosquitto the square of its lines: a long while.
    good = run(with({"-m", "up", "--retry-for", "180"})).status == 0 && good;
    std::vector<double> rates;
    for (int round = 0; good && round < 5; ++round) {
        const auto in = ::open(input.c_str(), O_RDONLY | O_CLOEXEC);
        const auto cost = run(with({"-l"}), in);
        ::close(in);
        good = cost.status == 0;
        rates.push_back(messages / cost.wall_ms);
    }
    if (!good) {
        throw std::runtime_error{"a broker for the measure of permissions did not serve"};
    }
    return median(rates);
}

} // namespace

bool measure_native(const std::string& program) {
    const test::Folder folder;
    const auto file = folder.write("rules.toml", native_rules());
    const auto changed = folder.write("changed.toml", native_rules("other"));
    const auto acl_file = folder.write("acl", lines_of_acl_file());
    std::printf("\nnative permissions, 100,000 rules\n");
    bool good = measure_command("lint", {program, "acl", "lint", file}, 0);
    good = measure_command("diff, one rule changed", {program, "acl", "diff", file, changed}, 1) &&
           good;
    good = measure_decisions(file) && good;
    const auto open = throughput(program, "", good);
    print_row("broker without permissions", open, "thousand messages/s");
    const auto plugin =
        throughput(program, "plugin " MQTTX_ACL_PLUGIN "\nplugin_opt_file " + file + "\n", good);
    print_row("broker with the plugin", plugin, "thousand messages/s");
    print_row("  of what it does without", 100 * plugin / open, "%");
    const auto lines = throughput(program, "acl_file " + acl_file + "\n", good);
    print_row("broker with an acl_file of the same rules", lines, "thousand messages/s");
    return good;
}

} // namespace mqttx::bench
