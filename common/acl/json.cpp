// SPDX-License-Identifier: Apache-2.0
#include "common/acl/json.hpp"

#include "common/acl/json_string.hpp"

#include <algorithm>
#include <unordered_map>

namespace mqttx::acl {

namespace {

using Cause = JsonFault::Cause;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view white_space = " \t\r\n";

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/// Whether a run of characters is a number as RFC 8259 section 6 writes them.
bool is_number(std::string_view text) {
    const auto take_digits = [&text] {
        const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    if (text.starts_with('-')) {
        text.remove_prefix(1);
    }
    const bool begins_with_zero = text.starts_with('0');
    const auto whole = take_digits();
    if (whole == 0 || (begins_with_zero && whole > 1)) {
        return false;
    }
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (take_digits() == 0) {
            return false;
        }
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) {
            text.remove_prefix(1);
        }
        if (take_digits() == 0) {
            return false;
        }
    }
    return text.empty();
}

/// Names of the object being read, with the place of each.
using Names = std::unordered_map<std::string, Span>;

/// An array or object that is open, and what may come next in it.
struct Open {
    std::uint32_t node;
    bool is_object;
    Names names{};
};

class Reader {
  public:
    explicit Reader(JsonDocument& document) : document_{document}, text_{document.text} {}

    void read() {
        if (text_.starts_with(byte_order_mark)) {
            at_ = byte_order_mark.size();
        }
        skip_white_space();
        if (at_ == text_.size()) {
            fault(Cause::nothing_there, at_, 0);
            return;
        }
        if (!read_value() || !read_inside()) {
            close_all();
            return;
        }
        skip_white_space();
        if (at_ < text_.size()) {
            fault(
                text_[at_] == '\0' ? Cause::nul_byte : Cause::trailing_text, at_, text_.size() - at_
            );
        }
    }

  private:
    /// Reads on until everything that is open is closed. False when it cannot go on.
    bool read_inside() {
        while (!open_.empty()) {
            skip_white_space();
            if (take(open_.back().is_object ? '}' : ']')) {
                close();
                continue;
            }
            if (!is_first_inside()) {
                if (!take(',')) {
                    return stop();
                }
                skip_white_space();
            }
            if ((open_.back().is_object && !read_name()) || !read_value()) {
                return false;
            }
        }
        return true;
    }

    /// Whether the array or object that was opened last is still empty.
    [[nodiscard]] bool is_first_inside() const {
        return open_.back().node + 1 == document_.nodes.size();
    }

    bool read_name() {
        if (at_ == text_.size() || text_[at_] != '"') {
            return stop();
        }
        const auto index = document_.nodes.size();
        if (!read_string()) {
            return false;
        }
        note_name(JsonValue{document_, static_cast<std::uint32_t>(index)});
        skip_white_space();
        if (!take(':')) {
            return stop();
        }
        skip_white_space();
        return true;
    }

    void note_name(const JsonValue& name) {
        const auto [place, is_new] =
            open_.back().names.try_emplace(in_lower_case(name.text()), name.span());
        if (!is_new) {
            document_.faults.push_back({Cause::duplicate_member, name.span(), place->second});
        }
    }

    bool read_value() {
        if (at_ == text_.size()) {
            return stop();
        }
        switch (text_[at_]) {
        case '{':
        case '[':
            return open(text_[at_] == '{');
        case '"':
            return read_string();
        case 't':
            return read_word("true", JsonKind::boolean);
        case 'f':
            return read_word("false", JsonKind::boolean);
        case 'n':
            return read_word("null", JsonKind::null);
        default:
            return text_[at_] == '-' || is_digit(text_[at_]) ? read_number() : stop();
        }
    }

    bool open(bool is_object) {
        if (open_.size() == deepest_json) {
            fault(Cause::too_deep, at_, 1);
            return false;
        }
        open_.push_back({static_cast<std::uint32_t>(document_.nodes.size()), is_object});
        add(is_object ? JsonKind::object : JsonKind::array, at_ + 1);
        return true;
    }

    void close() {
        auto& node = document_.nodes[open_.back().node];
        node.span.end = static_cast<std::uint32_t>(at_);
        node.after = static_cast<std::uint32_t>(document_.nodes.size());
        open_.pop_back();
    }

    /// What was read before a fault stays usable.
    void close_all() {
        if (!open_.empty() && open_.back().is_object && name_lacks_value()) {
            document_.nodes.pop_back();
        }
        while (!open_.empty()) {
            close();
        }
    }

    /// Whether the last node is the name of a member without a value.
    [[nodiscard]] bool name_lacks_value() const {
        auto at = open_.back().node + 1;
        std::size_t children = 0;
        while (at < document_.nodes.size()) {
            at = document_.nodes[at].after;
            ++children;
        }
        return children % 2 == 1;
    }

    bool read_string() {
        const auto scan = json_string::scan(text_, at_, document_.faults);
        if (!scan.closed) {
            at_ = scan.end;
            return stop();
        }
        add(JsonKind::string, scan.end);
        document_.nodes.back().has_escapes = scan.has_escapes;
        return true;
    }

    bool read_word(std::string_view word, JsonKind kind) {
        if (!text_.substr(at_).starts_with(word)) {
            return stop();
        }
        add(kind, at_ + word.size());
        return true;
    }

    bool read_number() {
        const auto end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
        if (!is_number(text_.substr(at_, end - at_))) {
            fault(Cause::bad_number, at_, end - at_);
            return false;
        }
        add(JsonKind::number, end);
        return true;
    }

    void add(JsonKind kind, std::size_t end) {
        const Span span{static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)};
        const auto after = static_cast<std::uint32_t>(document_.nodes.size() + 1);
        document_.nodes.push_back({span, after, kind});
        at_ = end;
    }

    bool take(char byte) {
        if (at_ == text_.size() || text_[at_] != byte) {
            return false;
        }
        ++at_;
        return true;
    }

    void skip_white_space() {
        at_ = std::min(text_.find_first_not_of(white_space, at_), text_.size());
    }

    /// Something else should stand here.
    bool stop() {
        if (at_ == text_.size()) {
            fault(Cause::unfinished, at_, 0);
        } else {
            fault(text_[at_] == '\0' ? Cause::nul_byte : Cause::unexpected, at_, 1);
        }
        return false;
    }

    void fault(Cause cause, std::size_t begin, std::size_t size) {
        document_.faults.push_back(
            {cause, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + size)}}
        );
    }

    JsonDocument& document_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Open> open_;
};

} // namespace

JsonDocument read_json(std::string_view text) {
    JsonDocument document{text, {}, {}};
    Reader{document}.read();
    return document;
}

} // namespace mqttx::acl
