// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mqttx::cli {

// The files of completions/, put into the program by the build.
extern const std::string_view bash_completion;
extern const std::string_view zsh_completion;
extern const std::string_view fish_completion;

} // namespace mqttx::cli
