// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::test {

/// Starts a command; in each of its arguments the first `placeholder` becomes the port. Answers
/// with its process, whose status is 127 when there is no such program.
int start_command(std::vector<std::string> words, std::string_view placeholder, int port);

/// Waits until the command has ended: its exit status, or 128 + n when signal n ended it.
int status_of_command(int child);

} // namespace mqttx::test
