// SPDX-License-Identifier: Apache-2.0
#include "common/acl/layout.hpp"

#include "common/acl/emqx_file.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/acl/native_file.hpp"
#include "common/base/text.hpp"

namespace mqttx::acl {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view white_space = " \t\n\v\f\r";

bool says_the_same(
    const AclLine& a, std::string_view text_of_a, const AclLine& b, std::string_view text_of_b
) {
    return a.kind == b.kind && a.refusal == b.refusal && a.access == b.access &&
           a.access_word.empty() == b.access_word.empty() &&
           a.value.in(text_of_a) == b.value.in(text_of_b);
}

std::string words_of(const AclLine& line, std::string_view text) {
    if (line.kind == LineKind::blank) {
        return {};
    }
    if (line.kind == LineKind::comment || line.kind == LineKind::unknown) {
        return std::string{line.text.in(text)};
    }
    const auto keyword = line.keyword.in(text);
    const auto value = line.value.in(text);
    return line.access_word.empty() ? cat(keyword, ' ', value)
                                    : cat(keyword, ' ', line.access_word.in(text), ' ', value);
}

/// A line (without its line feed) in canonical layout.
std::string lay_out(const AclLine& line, std::string_view text, std::string_view raw) {
    const bool has_return = raw.ends_with('\r');
    auto words = words_of(line, text);
    const auto again = read_acl_file(words);
    const auto understood = again.lines.empty() ? AclLine{} : again.lines.front();
    if (!says_the_same(line, text, understood, words)) {
        return std::string{raw};
    }
    return has_return ? words + '\r' : words;
}

/// Writes the tokens of a document with white space of our own.
class JsonLayout {
  public:
    explicit JsonLayout(const JsonDocument& document)
        : document_{document},
          line_end_{document.text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n"} {}

    std::string write() && {
        if (document_.text.starts_with(byte_order_mark)) {
            out_ = byte_order_mark;
        }
        put(*document_.root(), 0);
        out_ += line_end_;
        return std::move(out_);
    }

  private:
    void put(const JsonValue& value, std::size_t depth) {
        if (value.kind() == JsonKind::object) {
            put_object(value, depth + 1);
        } else if (value.kind() == JsonKind::array) {
            put_array(value, depth + 1);
        } else {
            out_ += value.span().in(document_.text);
        }
    }

    void put_object(const JsonValue& object, std::size_t depth) {
        out_ += '{';
        bool first = true;
        object.each_member([&](const JsonValue& name, const JsonValue& value) {
            out_ += first ? "" : ",";
            first = false;
            begin_line(depth);
            out_ += name.span().in(document_.text);
            out_ += ":\t";
            put(value, depth);
        });
        begin_line(depth - 1);
        out_ += '}';
    }

    void put_array(const JsonValue& array, std::size_t depth) {
        out_ += '[';
        bool first = true;
        array.each_element([&](const JsonValue& value) {
            out_ += first ? "" : ", ";
            first = false;
            put(value, depth);
        });
        out_ += ']';
    }

    void begin_line(std::size_t depth) {
        out_ += line_end_;
        out_.append(depth, '\t');
    }

    const JsonDocument& document_;
    std::string_view line_end_;
    std::string out_;
};

} // namespace

Format detect_format(std::string_view text) noexcept {
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (looks_native(text)) {
        return Format::native;
    }
    if (looks_like_hivemq(text)) {
        return Format::hivemq;
    }
    if (looks_like_emqx(text)) {
        return Format::emqx;
    }
    const auto first = text.find_first_not_of(white_space);
    const bool is_json = first != std::string_view::npos && text[first] == '{';
    return is_json ? Format::dynsec : Format::mosquitto;
}

std::string canonical_layout(const AclFile& file) {
    std::string out;
    out.reserve(file.text.size() + 1);
    std::size_t at = 0;
    for (const auto& line : file.lines) {
        const auto end = std::min(file.text.find('\n', at), file.text.size());
        out += lay_out(line, file.text, file.text.substr(at, end - at));
        out += '\n';
        at = end + 1;
    }
    return out;
}

std::string canonical_layout(const JsonDocument& document) {
    return JsonLayout{document}.write();
}

} // namespace mqttx::acl
