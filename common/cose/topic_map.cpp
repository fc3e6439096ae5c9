// SPDX-License-Identifier: Apache-2.0
#include "common/cose/topic_map.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::cose {

namespace {

/// Whether the prefix is a topic or stands above it.
bool is_under(std::string_view topic, std::string_view prefix) noexcept {
    return prefix.empty() || (topic.starts_with(prefix) &&
                              (topic.size() == prefix.size() || topic[prefix.size()] == '/'));
}

void check_prefix(const std::string& prefix) {
    const auto fault = prefix.empty() ? std::nullopt : topic::topic_name_fault(prefix);
    const bool ends_open = prefix.ends_with('/');
    if (fault || ends_open) {
        throw Error{
            ErrorKind::usage,
            cat("--topic-map takes whole levels of a topic, not ",
                in_quotes(prefix),
                ends_open ? ": it ends with a slash" : ""),
            "--topic-map site1 plant reads site1/temp as plant/temp"};
    }
}

} // namespace

void TopicMap::add(std::string received, std::string origin) {
    check_prefix(received);
    check_prefix(origin);
    for (const auto& [other_received, other_origin] : rules_) {
        if (received == other_received || is_under(origin, other_origin) ||
            is_under(other_origin, origin)) {
            throw Error{
                ErrorKind::usage,
                cat("--topic-map ",
                    in_quotes(received),
                    ' ',
                    in_quotes(origin),
                    " and ",
                    in_quotes(other_received),
                    ' ',
                    in_quotes(other_origin),
                    received == other_received ? " say two things about one topic"
                                               : " give two topics one origin"),
                "leave one out"};
        }
    }
    rules_.emplace_back(std::move(received), std::move(origin));
}

std::optional<std::string> TopicMap::origin_of(std::string_view received) const {
    const std::pair<std::string, std::string>* longest = nullptr;
    for (const auto& rule : rules_) {
        if (is_under(received, rule.first) &&
            (longest == nullptr || rule.first.size() > longest->first.size())) {
            longest = &rule;
        }
    }
    if (longest == nullptr) {
        const bool is_origin = std::ranges::any_of(rules_, [&](const auto& rule) {
            return is_under(received, rule.second);
        });
        return is_origin ? std::nullopt : std::optional{std::string{received}};
    }
    auto rest = received.substr(longest->first.size());
    if (rest.starts_with('/') && !longest->first.empty()) {
        rest.remove_prefix(1);
    }
    const auto& origin = longest->second;
    const bool is_whole = received == longest->first;
    return is_whole         ? std::optional{origin}
           : origin.empty() ? std::optional{std::string{rest}}
                            : std::optional{cat(origin, '/', rest)};
}

} // namespace mqttx::cose
