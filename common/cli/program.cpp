// SPDX-License-Identifier: Apache-2.0
#include "common/cli/program.hpp"

namespace mqttx::cli {

namespace {

constexpr std::string_view written = "mqttx ";

/// Whether a command stands here: not a part of a longer word, and the next word is a name.
bool is_command(std::string_view text, std::size_t at) {
    constexpr std::string_view before = " '\"(`\n";
    const auto next = at + written.size();
    return (at == 0 || before.find(text[at - 1]) != std::string_view::npos) && next < text.size() &&
           text[next] >= 'a' && text[next] <= 'z';
}

} // namespace

std::string in_own_name(std::string_view text, std::string_view name) {
    std::string own;
    std::size_t done = 0;
    for (auto at = text.find(written); at != std::string_view::npos;
         at = text.find(written, at + 1)) {
        if (is_command(text, at)) {
            own.append(text.substr(done, at - done)).append(name).push_back(' ');
            done = at + written.size();
        }
    }
    return own.append(text.substr(done));
}

} // namespace mqttx::cli
