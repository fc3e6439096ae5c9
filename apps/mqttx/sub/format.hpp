// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mqttx::app::sub {

/// A -F format, parsed once: mosquitto_sub's conversions (%t %p %x ...) with its escapes, and
/// %{kid} %{security}.
class Format {
  public:
    /// Throws Error(usage) that names the conversion which does not exist.
    explicit Format(std::string_view text);

    /// The text for a message; what comes from it is escaped for a terminal, or as it came.
    [[nodiscard]] std::string apply(const Arrival& arrival, bool escape) const;

  private:
    struct Conversion {
        std::string letter; ///< "t", or the name in braces, or "@Y" for a strftime conversion
        bool left = false;
        char pad = ' ';
        std::size_t width = 0;
        std::size_t precision = std::string::npos;
    };

    using Part = std::variant<std::string, Conversion>;

    Conversion parse_conversion(std::string_view& rest) const;
    void add_text(char character);
    static std::string expand(const Conversion& conversion, const Arrival& arrival);
    static std::string fit(const Conversion& conversion, std::string text);

    std::vector<Part> parts_;
};

} // namespace mqttx::app::sub
