// SPDX-License-Identifier: Apache-2.0
#include "common/base/suggest.hpp"

#include <algorithm>
#include <vector>

namespace mqttx {

std::size_t edit_distance(std::string_view one, std::string_view other) {
    const std::size_t width = other.size() + 1;
    std::vector<std::size_t> cost((one.size() + 1) * width);
    for (std::size_t row = 0; row <= one.size(); ++row) {
        for (std::size_t column = 0; column <= other.size(); ++column) {
            auto& here = cost[row * width + column];
            if (row == 0 || column == 0) {
                here = row + column;
                continue;
            }
            const std::size_t change = one[row - 1] == other[column - 1] ? 0 : 1;
            here = std::min(
                {cost[(row - 1) * width + column] + 1,
                 cost[row * width + column - 1] + 1,
                 cost[(row - 1) * width + column - 1] + change}
            );
            const bool swapped = row > 1 && column > 1 && one[row - 1] == other[column - 2] &&
                                 one[row - 2] == other[column - 1];
            if (swapped) {
                here = std::min(here, cost[(row - 2) * width + column - 2] + 1);
            }
        }
    }
    return cost.back();
}

std::string nearest_word(std::string_view typed, std::span<const std::string> known) {
    const std::size_t tolerated = typed.size() <= 3 ? 1 : typed.size() <= 8 ? 2 : 3;
    std::string best;
    std::size_t best_distance = tolerated + 1;
    for (const auto& word : known) {
        const auto distance = edit_distance(typed, word);
        if (distance < best_distance) {
            best_distance = distance;
            best = word;
        }
    }
    return best;
}

} // namespace mqttx
