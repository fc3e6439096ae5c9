// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ground.hpp"

#include "common/lab/ports.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace mqttx::bench {

namespace {

std::string new_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "mqttx-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error{"cannot make a folder"};
    }
    return pattern;
}

void need(const Command& command) {
    if (run(command).status != 0) {
        throw std::runtime_error{"failed: " + command[0] + ' ' + command[1]};
    }
}

} // namespace

Command joined(Command first, const Command& second, const Command& third) {
    first.insert(first.end(), second.begin(), second.end());
    first.insert(first.end(), third.begin(), third.end());
    return first;
}

Ground::Ground(const std::string& program) : folder_{new_folder()}, port_{lab::find_free_ports(2)} {
    // Nobody's own settings: neither ours nor mosquitto's.
    ::setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
    ::setenv("HOME", folder_.c_str(), 1);
    ::setenv("MQTTX_CONFIG", "", 1);
    ::unsetenv("MQTTX_PROFILE");
    need({program, "cert", "ca", "--dir", file("pki")});
    need({program, "cert", "server", "localhost", "--dir", file("pki")});
    need({program, "keygen", "--quiet", "-o", file("keyring.jwks")});
    write_configuration();
    auto started = lab::Broker::start(
        {.program = lab::find_broker({}, ""),
         .configuration = file("mosquitto.conf"),
         .log = file("broker.log"),
         .ports = {port_, static_cast<std::uint16_t>(port_ + 1)}}
    );
    if (!started.broker) {
        throw std::runtime_error{"the port was taken meanwhile: try again"};
    }
    broker_.emplace(std::move(*started.broker));
}

Ground::~Ground() {
    broker_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Ground::write_configuration() const {
    std::ofstream{file("mosquitto.conf")}
        << "allow_anonymous true\nuser root\npersistence false\n"
        << "max_inflight_messages 0\nmax_queued_messages 0\n"
        << "log_dest file " << file("broker.log") << "\n"
        << "log_type error\nlog_type information\nlog_type subscribe\nconnection_messages false\n"
        << "listener " << port_ << " 127.0.0.1\n"
        << "listener " << port_ + 1 << " 127.0.0.1\n"
        << "certfile " << file("pki/server/localhost.chain.crt") << "\n"
        << "keyfile " << file("pki/server/localhost.key") << "\n";
}

Command Ground::plain() const {
    return {"-h", "127.0.0.1", "-p", std::to_string(port_)};
}

Command Ground::tls() const {
    return {"-h", "127.0.0.1", "-p", std::to_string(port_ + 1), "--cafile", file("pki/ca.crt")};
}

Command Ground::sealed() const {
    return {"--keyring", file("keyring.jwks")};
}

int Ground::subscriptions(const std::string& topic) const {
    std::ifstream log{file("broker.log")};
    int count = 0;
    for (std::string line; std::getline(log, line);) {
        count += line.ends_with(' ' + topic) ? 1 : 0;
    }
    return count;
}

} // namespace mqttx::bench
