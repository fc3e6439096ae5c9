// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace mqttx::io {

/// Appends `text` as a JSON string with its quotes (RFC 8259 section 7). The text must be UTF-8:
/// bytes that are not become U+FFFD, so that the output is valid JSON whatever comes in. Controls a
/// terminal may act on are escaped.
void append_json_string(std::string& out, std::string_view text);

/// Writes compact JSON from left to right; commas come by themselves. The caller keeps the nesting
/// right.
class JsonWriter {
  public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    /// A member's name; its value must follow.
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view{text}); }

    JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }

    template <std::integral Number> JsonWriter& value(Number number) {
        return raw(std::to_string(number));
    }

    JsonWriter& null() { return raw("null"); }

    /// A value that is JSON already.
    JsonWriter& raw(std::string_view json);

    /// key() and value() in one.
    template <typename T> JsonWriter& member(std::string_view name, const T& content) {
        return key(name).value(content);
    }

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

  private:
    void separate();

    std::string text_;
    bool needs_comma_ = false;
};

} // namespace mqttx::io
