// SPDX-License-Identifier: Apache-2.0
#include "tests/support/port_command.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace mqttx::test {

int start_command(std::vector<std::string> words, std::string_view placeholder, int port) {
    std::vector<char*> arguments;
    for (auto& word : words) {
        if (const auto at = word.find(placeholder); at != std::string::npos) {
            word.replace(at, placeholder.size(), std::to_string(port));
        }
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const int child = ::fork();
    if (child == 0) {
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    return child;
}

int status_of_command(int child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace mqttx::test
