// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/changes.hpp"

#include "common/io/terminal.hpp"

#include <algorithm>
#include <vector>

namespace mqttx::app {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

} // namespace

std::string changed_lines(std::string_view before, std::string_view after) {
    auto old_lines = lines_of(before);
    auto new_lines = lines_of(after);
    const auto [old_from, new_from] =
        std::mismatch(old_lines.begin(), old_lines.end(), new_lines.begin(), new_lines.end());
    auto old_to = old_lines.end();
    auto new_to = new_lines.end();
    while (old_to != old_from && new_to != new_from && *(old_to - 1) == *(new_to - 1)) {
        --old_to;
        --new_to;
    }
    std::string text;
    const auto put = [&text](char mark, std::string_view line) {
        text += mark;
        text += io::escape_for_terminal(line.substr(0, line.find_last_not_of("\r\n") + 1));
        text += '\n';
    };
    std::for_each(old_from, old_to, [&](auto line) { put('-', line); });
    std::for_each(new_from, new_to, [&](auto line) { put('+', line); });
    return text;
}

} // namespace mqttx::app
