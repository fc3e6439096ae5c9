// SPDX-License-Identifier: Apache-2.0
#include "common/acl/span.hpp"

#include "common/base/utf8.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

/// Code points of a text; a byte that is not UTF-8 counts as one.
std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    while (!text.empty()) {
        const bool is_ascii = static_cast<unsigned char>(text.front()) < 0x80;
        const auto point = is_ascii ? std::nullopt : decode_utf8(text);
        text.remove_prefix(point ? point->length : 1);
        ++count;
    }
    return count;
}

} // namespace

Span span_of(std::string_view part, std::string_view text) noexcept {
    const auto begin = static_cast<std::uint32_t>(part.data() - text.data());
    return {begin, static_cast<std::uint32_t>(begin + part.size())};
}

LineIndex::LineIndex(std::string_view text) : text_{text}, starts_{0} {
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
}

LineIndex::Place LineIndex::locate(std::size_t offset) const noexcept {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    return {static_cast<std::size_t>(after - starts_.begin()), offset - *(after - 1)};
}

Position LineIndex::position(std::size_t offset) const noexcept {
    const auto place = locate(offset);
    return {place.line, count_code_points(text_.substr(offset - place.byte, place.byte)) + 1};
}

std::string_view LineIndex::line(std::size_t number) const noexcept {
    const auto start = starts_[number - 1];
    auto line = text_.substr(start, text_.find('\n', start) - start);
    while (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

} // namespace mqttx::acl
