// SPDX-License-Identifier: Apache-2.0
#include "common/cli/shell_word.hpp"

namespace mqttx::cli {

std::string shell_word(std::string_view word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_-./:@%+=,";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
        return std::string{word};
    }
    std::string quoted = "'";
    for (const char character : word) {
        quoted += character == '\'' ? std::string{"'\\''"} : std::string{character};
    }
    return quoted + '\'';
}

} // namespace mqttx::cli
