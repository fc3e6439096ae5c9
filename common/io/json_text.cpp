// SPDX-License-Identifier: Apache-2.0
#include "common/io/json_text.hpp"

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mqttx::io {

namespace {

constexpr std::size_t deepest = 512;

/// The string at the beginning, with its quotes and escapes, taken off.
std::string_view take_string(std::string_view& text) {
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"') {
        at += text[at] == '\\' ? 2U : 1U;
    }
    const auto string = text.substr(0, at + 1);
    text.remove_prefix(string.size());
    return string;
}

/// A string as it is written, except that what a terminal may act on is escaped: what JSON lets
/// through below U+10000.
void append_safe(std::string& out, std::string_view string) {
    while (!string.empty()) {
        const auto point = decode_utf8(string);
        if (point && is_unsafe_to_show(point->value)) {
            const Bytes digits{
                static_cast<std::uint8_t>(point->value >> 8U),
                static_cast<std::uint8_t>(point->value & 0xFFU)};
            out += cat("\\u", to_hex(digits));
        } else {
            out += string.substr(0, point ? point->length : 1);
        }
        string.remove_prefix(point ? point->length : 1);
    }
}

bool is_space(char letter) noexcept {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

/// Accepts everything but deep nesting, on which the compiler's stack depends elsewhere.
class DepthGauge : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool null() override { return true; }

    bool boolean(bool /*value*/) override { return true; }

    bool number_integer(number_integer_t /*value*/) override { return true; }

    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }

    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }

    bool string(string_t& /*value*/) override { return true; }

    bool binary(binary_t& /*value*/) override { return true; }

    bool key(string_t& /*name*/) override { return true; }

    bool start_object(std::size_t /*size*/) override { return ++depth_ <= deepest; }

    bool start_array(std::size_t /*size*/) override { return ++depth_ <= deepest; }

    bool end_object() override {
        --depth_;
        return true;
    }

    bool end_array() override {
        --depth_;
        return true;
    }

    bool parse_error(
        std::size_t /*at*/, const std::string& /*token*/, const nlohmann::json::exception& /*fault*/
    ) override {
        return false;
    }

  private:
    std::size_t depth_ = 0;
};

/// Lays a compact text out, token by token.
class Layout {
  public:
    std::string lay_out(std::string_view text) {
        while (!text.empty()) {
            if (text[0] == '"') {
                out_ += take_string(text);
                continue;
            }
            token(text[0], text.size() > 1 ? text[1] : '\0');
            text.remove_prefix(1);
        }
        return std::move(out_);
    }

  private:
    void token(char token, char next) {
        if (token == '{' || token == '[') {
            open(token, next);
        } else if (token == '}' || token == ']') {
            close(token);
        } else if (token == ',') {
            out_ += open_.back() == '[' ? ", " : ",";
            open_.back() == '{' ? new_line(open_.size()) : void();
        } else {
            out_ += token;
            out_ += token == ':' ? "\t" : "";
        }
    }

    void open(char token, char next) {
        open_ += token;
        out_ += token;
        if (token == '{' && next != '}') {
            new_line(open_.size());
        }
    }

    void close(char token) {
        open_.pop_back();
        if (token == '}') {
            new_line(open_.size());
        }
        out_ += token;
    }

    void new_line(std::size_t depth) { out_.append(1, '\n').append(depth, '\t'); }

    std::string out_;
    std::string open_; ///< the brackets that are open
};

} // namespace

std::optional<std::string> compact_json(std::string_view text) {
    DepthGauge gauge;
    if (!nlohmann::json::sax_parse(text, &gauge)) {
        return std::nullopt;
    }
    std::string compact;
    while (!text.empty()) {
        if (text[0] == '"') {
            append_safe(compact, take_string(text));
            continue;
        }
        if (!is_space(text[0])) {
            compact += text[0];
        }
        text.remove_prefix(1);
    }
    return compact;
}

std::string pretty_json(std::string_view compact) {
    return Layout{}.lay_out(compact);
}

} // namespace mqttx::io
