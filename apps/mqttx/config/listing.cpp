// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/config/listing.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"

#include <algorithm>

namespace mqttx::app::config {

namespace {

std::string heading(const Source& source) {
    return source.profile
               ? cat("# profile ", *source.profile, " of ", source.file.value_or(""), '\n')
               : std::string{"# no profile\n"};
}

/// The file's folder stands in the heading.
std::string short_origin(const Source& source, std::string origin) {
    const auto folder = source.file ? source.file->substr(0, source.file->rfind('/') + 1) : "";
    const auto at = folder.empty() ? std::string::npos : origin.find(folder);
    return at == std::string::npos ? origin : origin.erase(at, folder.size());
}

std::string line_of(const Value& value) {
    return cat(value.option, " = ", value.text);
}

/// What the comments are lined up behind; a long value stands by itself.
std::size_t column(const std::vector<Value>& values) {
    constexpr std::size_t widest = 48;
    std::size_t width = 0;
    for (const auto& value : values) {
        const auto length = line_of(value).size();
        width = length <= widest ? std::max(width, length) : width;
    }
    return width;
}

void add_optional(io::JsonWriter& json, std::string_view name, const auto& text) {
    json.key(name);
    if (text) {
        json.value(*text);
    } else {
        json.null();
    }
}

} // namespace

std::string text_listing(const Source& source, const std::vector<Value>& values) {
    auto text = heading(source);
    const auto width = column(values);
    for (const auto& value : values) {
        auto line = line_of(value);
        line.resize(std::max(width, line.size()), ' ');
        text +=
            cat(line,
                "  # ",
                short_origin(source, value.origin),
                value.is_ignored ? ", for other commands" : "",
                '\n');
    }
    return text;
}

std::string json_listing(const Source& source, const std::vector<Value>& values) {
    io::JsonWriter json;
    json.begin_object();
    add_optional(json, "profile", source.profile);
    add_optional(json, "file", source.file);
    json.key("settings").begin_array();
    for (const auto& value : values) {
        json.begin_object().member("option", value.option).key("value").raw(value.text);
        json.member("origin", value.origin).member("ignored", value.is_ignored).end_object();
    }
    json.end_array().end_object();
    return cat(json.text(), '\n');
}

} // namespace mqttx::app::config
