// SPDX-License-Identifier: Apache-2.0
#include "common/io/table.hpp"

#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::io {

std::string table_text(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], row[column].size());
        }
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            line += row[column];
            line.append(widths[column] - row[column].size() + 2, ' ');
        }
        text += cat(line.substr(0, line.find_last_not_of(' ') + 1), '\n');
    }
    return text;
}

} // namespace mqttx::io
