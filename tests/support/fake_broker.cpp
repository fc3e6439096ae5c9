// SPDX-License-Identifier: Apache-2.0
//
// Runs a command against a peer that follows a script (see scripted_broker.hpp), and ends as the
// command ends. The word PORT in the command's arguments becomes the peer's port; --seen prints
// what the peer received, a line for each connection; --bytes NAME what packets of a kind held.
//
// usage: fake_broker [--seen | --bytes NAME] SCRIPT COMMAND [ARGUMENT]..

#include "tests/support/port_command.hpp"
#include "tests/support/scripted_broker.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace mqttx::test;

/// Plays the script until the command has ended, and what it sent last is read. Answers with the
/// command's status.
int play(ScriptedBroker& broker, int child) {
    const auto process = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    siginfo_t ended{};
    while (::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0) {
        broker.turn(std::chrono::seconds{1}, process);
    }
    while (broker.is_connected()) {
        broker.turn(std::chrono::seconds{1});
    }
    return status_of_command(child);
}

/// The packets of a name as hexadecimal digits, their first byte before what follows the length.
void print_bytes(const ScriptedBroker& broker, std::string_view name) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const auto& seen : broker.seen()) {
        if (seen.packet.name() != name) {
            continue;
        }
        std::string line{digits[seen.packet.first >> 4], digits[seen.packet.first & 15], ' '};
        for (const char byte : seen.packet.body) {
            line += digits[static_cast<unsigned char>(byte) >> 4];
            line += digits[static_cast<unsigned char>(byte) & 15];
        }
        std::cout << line << '\n';
    }
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> words{argv + 1, argv + argc};
    const bool tells = !words.empty() && words[0] == "--seen";
    if (tells) {
        words.erase(words.begin());
    }
    std::string bytes_of;
    if (words.size() > 1 && words[0] == "--bytes") {
        bytes_of = words[1];
        words.erase(words.begin(), words.begin() + 2);
    }
    if (words.size() < 2) {
        std::cerr << "usage: fake_broker [--seen | --bytes NAME] SCRIPT COMMAND [ARGUMENT]..\n";
        return 2;
    }
    try {
        ScriptedBroker broker{words[0]};
        const int status =
            play(broker, start_command({words.begin() + 1, words.end()}, "PORT", broker.port()));
        std::cout << (tells ? broker.summary() : "");
        print_bytes(broker, bytes_of);
        return status;
    } catch (const std::exception& fault) {
        std::cerr << "fake_broker: " << fault.what() << '\n';
        return 127;
    }
}
