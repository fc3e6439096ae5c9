// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/config/value.hpp"

#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/io/json_writer.hpp"

#include <algorithm>

namespace mqttx::app::config {

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view mask = "********";

/// scheme://user:password@host/path, whatever its scheme: what a parser would refuse is masked too.
std::string masked_url(std::string url) {
    const auto scheme = url.find("://");
    const auto start = scheme == std::string::npos ? 0 : scheme + 3;
    const auto at = url.substr(0, url.find('/', start)).rfind('@');
    const auto colon = url.find(':', start);
    if (at != std::string::npos && colon < at) {
        url.replace(colon + 1, at - colon - 1, mask);
    }
    return url;
}

/// The words of one use as they may be shown.
Words shown(const cli::OptionSpec& spec, Words words) {
    if (spec.kind == cli::ValueKind::secret) {
        return {std::string{mask}};
    }
    const auto is_named = [&](std::string_view name) {
        return std::find(spec.names.begin(), spec.names.end(), name) != spec.names.end();
    };
    if (is_named("--url") || is_named("--proxy")) {
        words.front() = masked_url(words.front());
    }
    if (words.size() > 2 && words[1] == "authentication-data") {
        words[2] = mask;
    }
    while (spec.next_words && !words.empty() && words.back().empty()) {
        words.pop_back(); // filled up to the longest use
    }
    return words;
}

std::string list_of(const Words& items) {
    std::string list;
    for (const auto& item : items) {
        list += cat(list.empty() ? "" : ", ", item);
    }
    return cat('[', list, ']');
}

std::string text_of(const Words& words, bool may_be_number) {
    if (words.empty()) {
        return "true";
    }
    Words items;
    for (const auto& word : words) {
        items.push_back(may_be_number && cli::parse_integer(word) ? word : quoted(word));
    }
    return items.size() == 1 ? items.front() : list_of(items);
}

std::string long_name(const cli::OptionSpec& spec) {
    for (const auto& name : spec.names) {
        if (name.starts_with("--")) {
            return name.substr(2);
        }
    }
    return spec.names.front();
}

} // namespace

std::string quoted(std::string_view text) {
    std::string out;
    io::append_json_string(out, text);
    return out;
}

Value value_of(const cli::Setting& setting) {
    Words items;
    Words origins;
    const bool may_be_number =
        setting.spec.kind == cli::ValueKind::number || setting.is_ignored; // or may be anything
    for (const auto& use : setting.uses) {
        items.push_back(text_of(shown(setting.spec, use.words), may_be_number));
        if (std::find(origins.begin(), origins.end(), use.origin) == origins.end()) {
            origins.push_back(use.origin);
        }
    }
    Value value{long_name(setting.spec)};
    value.text = setting.spec.repeatable ? list_of(items) : items.front();
    for (const auto& origin : origins) {
        value.origin += cat(value.origin.empty() ? "" : ", ", origin);
    }
    value.is_ignored = setting.is_ignored;
    return value;
}

} // namespace mqttx::app::config
