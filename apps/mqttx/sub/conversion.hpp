// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"
#include "apps/mqttx/sub/field.hpp"

#include <string>
#include <string_view>

namespace mqttx::app::sub {

/// One conversion of a -F format.
struct Conversion {
    char letter = '%';
    Field field{};
    std::string argument{}; ///< behind '{' the name, behind '@' the letter of strftime
};

/// Whether mosquitto_sub (2.0 and 2.1) has a conversion of this letter.
bool is_conversion(char letter) noexcept;

/// Whether a name may stand in %{...}.
bool is_conversion(std::string_view name) noexcept;

/// The text of the conversion for a message. `pretty` is about %j and %J.
std::string expand(const Conversion& conversion, const Arrival& arrival, bool pretty);

} // namespace mqttx::app::sub
