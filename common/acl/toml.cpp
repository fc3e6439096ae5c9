// SPDX-License-Identifier: Apache-2.0
#include "common/acl/toml.hpp"

#include "common/acl/toml_parts.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

using toml_parts::Cursor;
using toml_parts::Key;
using toml_parts::Values;

class Reader {
  public:
    explicit Reader(TomlDocument& document)
        : document_{document}, cursor_{document, document.text}, values_{cursor_} {
        document_.nodes.reserve(document.text.size() / 16 + 16);
        document_.nodes.push_back({.origin = TomlOrigin::header});
    }

    void read() {
        require_utf8();
        if (document_.text.starts_with("\xEF\xBB\xBF")) {
            cursor_.at = 3;
        }
        while (!cursor_.done() && document_.faults.size() < most_toml_faults) {
            values_.begin_line();
            if (!read_line()) {
                recover();
            }
        }
    }

  private:
    void require_utf8() {
        auto rest = document_.text;
        while (!rest.empty()) {
            if (static_cast<unsigned char>(rest.front()) < 0x80) {
                rest.remove_prefix(1);
                continue;
            }
            const auto point = decode_utf8(rest);
            if (!point) {
                const auto at = static_cast<std::uint32_t>(document_.text.size() - rest.size());
                cursor_.fail({at, at + 1}, "bytes that are not UTF-8");
                return;
            }
            rest.remove_prefix(point->length);
        }
    }

    /// Goes on after a fault: with the next line, or behind what spans several with one that looks
    /// like a beginning.
    void recover() {
        if (values_.stands_at_beginning()) {
            return;
        }
        do {
            const auto end = document_.text.find('\n', cursor_.at);
            cursor_.at = static_cast<std::uint32_t>(std::min(end, document_.text.size() - 1) + 1);
        } while (values_.is_within() && !cursor_.done() && !values_.looks_like_a_beginning());
    }

    bool read_line() {
        cursor_.skip_blanks();
        const bool there = !cursor_.at_line_end() && cursor_.peek() != '#';
        if (there && !(cursor_.peek() == '[' ? read_header() : values_.read_pair(table_))) {
            return false;
        }
        return end_line(there);
    }

    bool end_line(bool after_something) {
        cursor_.skip_blanks();
        if (cursor_.peek() == '#' && !toml_parts::skip_comment(cursor_)) {
            return false;
        }
        if (!cursor_.at_line_end()) {
            return cursor_.fail_here(
                after_something ? "the line should end here" : "a key or a header is expected"
            );
        }
        if (!cursor_.done()) {
            cursor_.at += cursor_.peek() == '\r' ? 2U : 1U;
        }
        return true;
    }

    bool read_header() {
        const auto begin = cursor_.at;
        const bool many = cursor_.peek(1) == '[';
        cursor_.at += many ? 2U : 1U;
        cursor_.skip_blanks();
        std::uint32_t parent = 0;
        Key key;
        const bool read = values_.read_dotted(key, [&](const Key& part) {
            parent = enter(parent, part);
            return parent != no_node;
        });
        if (!read) {
            return false;
        }
        if (cursor_.peek() != ']' || (many && cursor_.peek(1) != ']')) {
            return cursor_.fail_here(many ? "]] is expected" : "] is expected");
        }
        cursor_.at += many ? 2U : 1U;
        return many ? begin_element(parent, key, {begin, cursor_.at})
                    : begin_table(parent, key, {begin, cursor_.at});
    }

    /// The table that a part of a header leads to, made when it is not there.
    std::uint32_t enter(std::uint32_t parent, const Key& key) {
        const auto known = document_.find(parent, key.text);
        if (known == no_node) {
            return values_.add(
                parent,
                {.key = key.text,
                 .key_span = key.span,
                 .span = key.span,
                 .origin = TomlOrigin::implied}
            );
        }
        const auto& node = document_[known];
        if (node.origin == TomlOrigin::tables) {
            return node.last;
        }
        if (node.kind != TomlKind::table || node.origin == TomlOrigin::value) {
            values_.say_twice(key, known, "as a value,");
            return no_node;
        }
        return known;
    }

    bool begin_table(std::uint32_t parent, const Key& key, Span header) {
        const auto known = document_.find(parent, key.text);
        if (known == no_node) {
            table_ = values_.add(
                parent,
                {.key = key.text,
                 .key_span = key.span,
                 .span = header,
                 .origin = TomlOrigin::header}
            );
            return true;
        }
        auto& node = document_.nodes[known];
        if (node.origin != TomlOrigin::implied) {
            // What follows the header is looked at all the same.
            values_.say_twice(key, known, "the table");
            table_ = loose_table(header);
            return end_here();
        }
        node.origin = TomlOrigin::header;
        node.span = header;
        node.key_span = key.span;
        table_ = known;
        return true;
    }

    bool begin_element(std::uint32_t parent, const Key& key, Span header) {
        auto array = document_.find(parent, key.text);
        if (array == no_node) {
            array = values_.add(
                parent,
                {.key = key.text,
                 .key_span = key.span,
                 .span = header,
                 .kind = TomlKind::array,
                 .origin = TomlOrigin::tables}
            );
        } else if (document_[array].origin != TomlOrigin::tables) {
            values_.say_twice(key, array, "otherwise,");
            table_ = loose_table(header);
            return end_here();
        }
        table_ = values_.add(
            array, {.key_span = key.span, .span = header, .origin = TomlOrigin::header}
        );
        return true;
    }

    /// A table that is in no other.
    std::uint32_t loose_table(Span header) {
        document_.nodes.push_back({.span = header, .origin = TomlOrigin::header});
        return static_cast<std::uint32_t>(document_.nodes.size() - 1);
    }

    /// The rest of the line is no matter.
    bool end_here() {
        while (!cursor_.at_line_end()) {
            ++cursor_.at;
        }
        return true;
    }

    TomlDocument& document_;
    Cursor cursor_;
    Values values_;
    std::uint32_t table_ = 0; ///< that pairs go to
};

} // namespace

std::uint32_t TomlDocument::find(std::uint32_t table, std::string_view key) const {
    if (nodes[table].kind != TomlKind::table) {
        return no_node;
    }
    if (nodes[table].count > toml_parts::few_keys) {
        const auto& keys = large.at(table);
        const auto found = keys.find(key);
        return found == keys.end() ? no_node : found->second;
    }
    for (auto at = nodes[table].first; at != no_node; at = nodes[at].next) {
        if (nodes[at].key == key) {
            return at;
        }
    }
    return no_node;
}

std::uint32_t TomlDocument::end_of(std::uint32_t table) const {
    const auto last = nodes[table].last;
    const auto end = nodes[table].span.end;
    return last == no_node ? end : std::max(end, end_of(last));
}

TomlDocument read_toml(std::string_view text) {
    TomlDocument document{.text = text};
    Reader{document}.read();
    std::stable_sort(
        document.faults.begin(),
        document.faults.end(),
        [](const TomlFault& a, const TomlFault& b) { return a.span.begin < b.span.begin; }
    );
    return document;
}

} // namespace mqttx::acl
