// SPDX-License-Identifier: Apache-2.0
#include "common/io/json_writer.hpp"

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

namespace mqttx::io {

namespace {

void append_escaped(std::string& out, unsigned char character) {
    switch (character) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += cat("\\u00", to_hex({&character, 1}));
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
        const bool escape = point->value < 0x20 || point->value == U'"' || point->value == U'\\' ||
                            point->value == 0x7F;
        if (escape) {
            append_escaped(out, static_cast<unsigned char>(point->value));
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
