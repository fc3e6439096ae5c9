// SPDX-License-Identifier: Apache-2.0
#include "common/io/json_writer.hpp"

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

namespace mqttx::io {

namespace {

void append_escaped(std::string& out, char32_t point) {
    switch (point) {
    case U'"':
        out += "\\\"";
        return;
    case U'\\':
        out += "\\\\";
        return;
    case U'\n':
        out += "\\n";
        return;
    case U'\r':
        out += "\\r";
        return;
    case U'\t':
        out += "\\t";
        return;
    default: {
        const Bytes digits{
            static_cast<std::uint8_t>(point >> 8U), static_cast<std::uint8_t>(point & 0xFFU)};
        out += cat("\\u", to_hex(digits));
    }
    }
}

} // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        const auto point = decode_utf8(text);
        if (!point) {
            out += "\xEF\xBF\xBD";
            text.remove_prefix(1);
            continue;
        }
        // JSON demands less; what a terminal may act on is escaped as well, all of it below
        // U+10000.
        if (is_unsafe_to_show(point->value) || point->value == U'"' || point->value == U'\\') {
            append_escaped(out, point->value);
        } else {
            out.append(text.substr(0, point->length));
        }
        text.remove_prefix(point->length);
    }
    out.push_back('"');
}

void JsonWriter::separate() {
    if (needs_comma_) {
        text_.push_back(',');
    }
    needs_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    text_.push_back('{');
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    text_.push_back('}');
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    text_.push_back('[');
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    text_.push_back(']');
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(text_, name);
    text_.push_back(':');
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(text_, text);
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
}

} // namespace mqttx::io
