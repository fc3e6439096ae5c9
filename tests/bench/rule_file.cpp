// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/rule_file.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace mqttx::bench {

namespace {

constexpr int lines_of_a_device = 10;

void write_device(std::ofstream& out, int number) {
    const auto place = device_topic(number);
    out << "user " << device_name(number) << '\n';
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

} // namespace

std::string device_name(int number) {
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "dev%06d", number);
    return name.data();
}

std::string device_topic(int number) {
    return "plant/h" + std::to_string(number % 97) + "/l" + std::to_string(number % 13) + '/' +
           device_name(number);
}

void write_rules(const std::string& path, int lines, int changed_every) {
    std::ofstream out{path};
    for (int number = 0; number < lines / lines_of_a_device; ++number) {
        write_device(out, number);
        if (changed_every > 0 && number % changed_every == 0) {
            out << "user " << device_name(number) << "\ntopic read " << device_topic(number)
                << "/log\n";
        }
    }
    out.flush();
    if (!out) {
        throw std::runtime_error{"cannot write " + path};
    }
}

} // namespace mqttx::bench
