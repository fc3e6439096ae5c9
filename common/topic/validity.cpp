// SPDX-License-Identifier: Apache-2.0
#include "common/topic/validity.hpp"

#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

namespace mqttx::topic {

namespace {

using Fault = std::optional<std::string>;

constexpr std::size_t longest = 65535;
constexpr std::string_view share_prefix = "$share/";

/// What names and filters have in common: a string of MQTT that is not empty.
Fault string_fault(std::string_view text) {
    if (text.empty()) {
        return "it is empty";
    }
    if (text.size() > longest) {
        return cat("it has ", text.size(), " bytes, the limit is ", longest);
    }
    if (text.find('\0') != std::string_view::npos) {
        return "it holds the character U+0000";
    }
    if (!is_utf8(text)) {
        return "it is not valid UTF-8";
    }
    return std::nullopt;
}

Fault share_fault(std::string_view filter) {
    const auto rest = filter.substr(share_prefix.size());
    const auto group = rest.substr(0, rest.find('/'));
    if (group.empty()) {
        return "the group of the shared subscription is empty";
    }
    if (group.find_first_of("+#") != std::string_view::npos) {
        return "the group of a shared subscription may not hold '+' or '#'";
    }
    if (rest.size() <= group.size() + 1) {
        return "a shared subscription is written $share/group/filter";
    }
    return std::nullopt;
}

/// MQTT 5 section 1.5.4.
bool is_doubtful(char32_t point) {
    const bool control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
    const bool noncharacter = (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFEU) == 0xFFFEU;
    return control || noncharacter;
}

/// U+ and four to six digits, as Unicode writes it.
std::string code_point_name(char32_t point) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name;
    for (auto rest = static_cast<unsigned>(point); rest != 0 || name.size() < 4; rest /= 16) {
        name.insert(name.begin(), digits[rest % 16]);
    }
    return "U+" + name;
}

std::optional<MisplacedWildcard> misplaced_in_level(std::string_view level, bool is_last) noexcept {
    const auto wildcard = level.find_first_of("+#");
    if (wildcard == std::string_view::npos) {
        return std::nullopt;
    }
    const bool multi = level[wildcard] == '#';
    if (level.size() > 1) {
        return MisplacedWildcard{
            wildcard, multi ? "'#' must be a whole level" : "'+' must be a whole level"};
    }
    return multi && !is_last ? std::optional{MisplacedWildcard{0, "'#' must be the last level"}}
                             : std::nullopt;
}

} // namespace

std::optional<MisplacedWildcard> misplaced_wildcard(std::string_view filter) noexcept {
    std::size_t start = 0;
    while (true) {
        const auto level = filter.substr(start, filter.find('/', start) - start);
        const bool is_last = start + level.size() == filter.size();
        if (const auto misplaced = misplaced_in_level(level, is_last)) {
            return MisplacedWildcard{start + misplaced->offset, misplaced->reason};
        }
        if (is_last) {
            return std::nullopt;
        }
        start += level.size() + 1;
    }
}

std::optional<std::string> topic_name_fault(std::string_view name) {
    if (auto fault = string_fault(name)) {
        return fault;
    }
    const auto wildcard = name.find_first_of("+#");
    if (wildcard != std::string_view::npos) {
        return cat('\'', name[wildcard], "' is for filters, a topic name is one topic");
    }
    return std::nullopt;
}

std::optional<std::string> topic_filter_fault(std::string_view filter) {
    if (auto fault = string_fault(filter)) {
        return fault;
    }
    if (filter.starts_with(share_prefix)) {
        if (auto fault = share_fault(filter)) {
            return fault;
        }
    }
    const auto misplaced = misplaced_wildcard(without_share(filter));
    return misplaced ? std::optional{std::string{misplaced->reason}} : std::nullopt;
}

std::optional<std::string> doubtful_character(std::string_view text) {
    while (const auto point = decode_utf8(text)) {
        if (is_doubtful(point->value)) {
            return code_point_name(point->value);
        }
        text.remove_prefix(point->length);
    }
    return std::nullopt;
}

std::optional<SharedSubscription> shared_subscription(std::string_view filter) noexcept {
    if (!filter.starts_with(share_prefix)) {
        return std::nullopt;
    }
    filter.remove_prefix(share_prefix.size());
    const auto slash = filter.find('/');
    if (slash == 0 || slash == std::string_view::npos || slash + 1 == filter.size()) {
        return std::nullopt;
    }
    return SharedSubscription{filter.substr(0, slash), filter.substr(slash + 1)};
}

std::string_view without_share(std::string_view filter) noexcept {
    const auto shared = shared_subscription(filter);
    return shared ? shared->filter : filter;
}

} // namespace mqttx::topic
