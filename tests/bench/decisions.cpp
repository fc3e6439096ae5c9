// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/decisions.hpp"

#include "common/acl/acl_file.hpp"
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/decide.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/rule_file.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mqttx::bench {

namespace {

constexpr int rules = 100'000;

struct Question {
    acl::Client client;
    acl::Action action;
    std::string topic;
    bool answer;
};

std::string site_rules() {
    const auto path = std::filesystem::temp_directory_path() /
                      ("mqttx_bench_rules." + std::to_string(::getpid()));
    write_rules(path.string(), rules + rules / 4); // eight lines of ten are rules
    std::ifstream in{path};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    std::filesystem::remove(path);
    return text;
}

/// Allowed and denied in turn, about devices far apart.
std::vector<Question> site_questions() {
    constexpr int devices = rules / 8;
    std::vector<Question> questions;
    for (int number = 0; number < devices; ++number) {
        const auto device = number * 7919 % devices;
        const auto own = device_topic(device);
        const acl::Client client{device_name(device), "id"};
        questions.push_back({client, {acl::Operation::publish}, own + "/pressure", true});
        questions.push_back({client, {acl::Operation::publish}, own + "/config/limit", false});
        questions.push_back({client, {acl::Operation::receive}, own + "/config/limit", true});
        questions.push_back({client, {acl::Operation::receive}, own + "/config/secret", false});
    }
    return questions;
}

std::string rules_of_one() {
    std::string text = "user gateway\n";
    for (int number = 0; number < rules; ++number) {
        text += (number % 4 == 0 ? "topic deny " : "topic read ") + device_topic(number) +
                (number % 4 == 1 ? "/+/x\n" : "/#\n");
    }
    return text;
}

std::vector<Question> questions_of_one() {
    std::vector<Question> questions;
    for (int number = 0; number < rules; ++number) {
        const auto device = static_cast<int>(number * 7919LL % rules);
        questions.push_back(
            {{"gateway", "id"},
             {acl::Operation::receive},
             device_topic(device) + "/a/x",
             device % 4 != 0}
        );
    }
    return questions;
}

bool measure(const char* name, const std::string& text, const std::vector<Question>& questions) {
    const auto policy = acl::policy_of(acl::read_acl_file(text));
    acl::Decider decider{policy, acl::Broker::mosquitto_2_0};
    std::vector<double> rates;
    bool all_well = true;
    for (int round = 0; round < 6; ++round) { // the first one meets every client
        const auto start = now_ms();
        for (const auto& question : questions) {
            all_well = decider.allows(question.client, question.action, question.topic) ==
                           question.answer &&
                       all_well;
        }
        rates.push_back(static_cast<double>(questions.size()) / (now_ms() - start) / 1000);
    }
    const auto first = rates.front();
    rates.erase(rates.begin());
    std::printf("%-34s %9.2f %9.2f\n", name, first, median(rates));
    std::fflush(stdout);
    return all_well;
}

} // namespace

bool measure_decisions() {
    std::printf("\npermission decisions against 100,000 rules, millions a second\n");
    std::printf("%-34s %9s %9s\n", "", "first", "later");
    const bool many = measure("12,500 clients", site_rules(), site_questions());
    const bool one = measure("one client", rules_of_one(), questions_of_one());
    return many && one;
}

} // namespace mqttx::bench
