// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mqttx {

/// How many insertions, deletions, replacements and swaps of neighbours turn one word into the
/// other.
std::size_t edit_distance(std::string_view one, std::string_view other);

/// The known word somebody probably meant, or an empty text when none is near.
std::string nearest_word(std::string_view typed, std::span<const std::string> known);

} // namespace mqttx
