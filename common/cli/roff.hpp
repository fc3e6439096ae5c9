// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mqttx::cli::roff {

/// Text that roff shows as it is.
std::string escaped(std::string_view text);

std::string bold(std::string_view text);
std::string italic(std::string_view text);

/// A usage line: options bold, words in capitals italic.
std::string usage(std::string_view words);

/// A description as a sentence: its first letter a capital, a full stop at its end.
std::string sentence(std::string_view description);

} // namespace mqttx::cli::roff
