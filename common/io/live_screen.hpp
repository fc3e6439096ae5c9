// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::io {

/// How many columns of a terminal the text takes: two for wide characters, none for combining ones.
/// The text must be safe to show.
std::size_t display_width(std::string_view text) noexcept;

/// The text cut or padded with blanks to so many columns.
std::string fit_to_width(std::string_view text, std::size_t columns);

/// Lines at the lower end of a terminal that are drawn over again and again. It changes nothing
/// about the terminal that had to be restored: whatever ends the program, the cursor stands below
/// the lines and they stay to be read.
class LiveScreen {
  public:
    explicit LiveScreen(int terminal) : terminal_{terminal} {}

    struct Size {
        std::size_t rows;
        std::size_t columns;
    };

    /// As it is now; 24 by 80 where the terminal does not know.
    [[nodiscard]] Size size() const noexcept;

    /// Draws the lines in the place of those before: as many as there are rows for, each cut to the
    /// width. Throws Error(local), ClosedPipe.
    void draw(const std::vector<std::string>& lines);

    /// Takes the lines away, so that something else can be written there.
    void clear();

  private:
    [[nodiscard]] std::string way_back(const Size& now) const;

    int terminal_;
    std::size_t drawn_ = 0; ///< lines above the cursor
    Size drawn_at_{};
};

} // namespace mqttx::io
