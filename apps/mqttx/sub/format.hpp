// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/conversion.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mqttx::app::sub {

/// A -F format, parsed once: mosquitto_sub's conversions (%t, @Y, \n ...), and %{kid} %{signer}
/// %{security}.
class Format {
  public:
    /// `pretty` spreads %j and %J over lines. Throws Error(usage) that names what does not exist.
    explicit Format(std::string_view text, bool pretty = false);

    /// The text for a message; what comes from it is escaped for a terminal, or as it came.
    [[nodiscard]] std::string apply(const Arrival& arrival, bool escape) const;

  private:
    void add_text(char character);

    std::vector<std::variant<std::string, Conversion>> parts_;
    bool pretty_;
};

} // namespace mqttx::app::sub
