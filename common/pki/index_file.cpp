// SPDX-License-Identifier: Apache-2.0
#include "common/pki/index_file.hpp"

#include "common/base/bytes.hpp"

#include <algorithm>
#include <cctype>

namespace mqttx::pki {

namespace {

std::vector<std::string_view> cut(std::string_view text, char delimiter) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(delimiter);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

int number_in(std::string_view digits) {
    int number = 0;
    for (const char each : digits) {
        number = number * 10 + (each - '0');
    }
    return number;
}

/// "270131120000Z" or "20270131120000Z"; years below 50 are of this century (RFC 5280 4.1.2.5.1).
std::optional<std::time_t> time_in(std::string_view text) {
    constexpr std::size_t short_size = 13;
    constexpr std::size_t long_size = 15;
    const bool is_long = text.size() == long_size;
    if ((text.size() != short_size && !is_long) || text.back() != 'Z' ||
        !std::all_of(text.begin(), text.end() - 1, [](unsigned char each) {
            return std::isdigit(each) != 0;
        })) {
        return std::nullopt;
    }
    const std::size_t year_size = is_long ? 4 : 2;
    int year = number_in(text.substr(0, year_size));
    if (!is_long) {
        year += year < 50 ? 2000 : 1900;
    }
    const std::string_view rest = text.substr(year_size);
    std::tm parts{};
    parts.tm_year = year - 1900;
    parts.tm_mon = number_in(rest.substr(0, 2)) - 1;
    parts.tm_mday = number_in(rest.substr(2, 2));
    parts.tm_hour = number_in(rest.substr(4, 2));
    parts.tm_min = number_in(rest.substr(6, 2));
    parts.tm_sec = number_in(rest.substr(8, 2));
    return ::timegm(&parts);
}

std::string common_name_in(std::string_view subject) {
    constexpr std::string_view mark = "/CN=";
    const std::size_t at = subject.find(mark);
    if (at == std::string_view::npos) {
        return {};
    }
    const std::string_view rest = subject.substr(at + mark.size());
    return std::string{rest.substr(0, rest.find('/'))};
}

std::optional<IndexRow> row_in(std::string_view line) {
    constexpr std::size_t fields_a_line = 6;
    const auto fields = cut(line, '\t');
    if (fields.size() != fields_a_line || fields[0].size() != 1 ||
        std::string_view{"VRE"}.find(fields[0].front()) == std::string_view::npos) {
        return std::nullopt;
    }
    const auto end = time_in(fields[1]);
    IndexRow row;
    row.serial = std::string{fields[3]};
    std::transform(row.serial.begin(), row.serial.end(), row.serial.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    if (!end || row.serial.empty() || !from_hex(row.serial)) {
        return std::nullopt;
    }
    row.not_after = *end;
    row.common_name = common_name_in(fields[5]);
    if (fields[0] == "R") {
        const auto parts = cut(fields[2], ',');
        row.revoked = time_in(parts[0]);
        if (!row.revoked) {
            return std::nullopt;
        }
        row.reason = parts.size() > 1 ? reason_named(parts[1]).value_or(Reason::unspecified)
                                      : Reason::unspecified;
    }
    return row;
}

} // namespace

IndexContent parse_index(std::string_view text) {
    IndexContent content;
    std::size_t number = 0;
    for (std::string_view line : cut(text, '\n')) {
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty()) {
            continue;
        }
        if (auto row = row_in(line)) {
            content.rows.push_back(std::move(*row));
        } else if (!content.bad_line) {
            content.bad_line = number;
        }
    }
    return content;
}

} // namespace mqttx::pki
