// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::app::sub {

/// What stands between the percent sign and the letter of a conversion: "-08.3".
struct Field {
    bool left = false;
    bool zeros = false;
    std::size_t width = 0; ///< 0: none was given
    std::optional<std::size_t> precision{};
    char separator = ' '; ///< between groups of hexadecimal digits

    /// At least `width` bytes, at most `precision` of the text; always padded with blanks.
    [[nodiscard]] std::string text(std::string_view value) const;

    /// At least `width` characters, zeros before the number where the field wants them; none is
    /// nothing but the padding.
    [[nodiscard]] std::string number(std::optional<std::int64_t> value) const;

    /// Exactly `width` bytes, when there is one: cut or padded.
    [[nodiscard]] std::string payload(std::string_view value) const;

    /// Hexadecimal digits, cut to the whole bytes that fit into `width`, with `separator` between
    /// groups of `precision` digits: zeros before them are digits of the groups too.
    [[nodiscard]] std::string hex(ByteView value, bool upper_case) const;

    /// As printf's %f.
    [[nodiscard]] std::string floating(double value) const;

  private:
    [[nodiscard]] std::string padded(std::string text, char pad) const;
    [[nodiscard]] std::string grouped(std::string_view digits) const;
};

} // namespace mqttx::app::sub
