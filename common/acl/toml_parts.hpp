// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/toml.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The parts that the TOML reader is made of; for common/acl alone.
namespace mqttx::acl::toml_parts {

/// Up to so many keys of a table are searched one by one.
inline constexpr std::uint32_t few_keys = 12;

/// A place in the text, and where faults go.
struct Cursor {
    TomlDocument& document;
    std::string_view text;
    std::uint32_t at = 0;

    [[nodiscard]] bool done() const noexcept { return at >= text.size(); }

    /// The byte here; NUL at the end of the text.
    [[nodiscard]] char peek(std::uint32_t ahead = 0) const noexcept {
        return at + ahead < text.size() ? text[at + ahead] : '\0';
    }

    [[nodiscard]] bool at_line_end() const noexcept {
        return done() || peek() == '\n' || (peek() == '\r' && peek(1) == '\n');
    }

    void skip_blanks() noexcept {
        while (!done() && (text[at] == ' ' || text[at] == '\t')) {
            ++at;
        }
    }

    /// Adds a fault; false, for the caller to return.
    bool fail(Span span, std::string message, Span first = {});

    /// The same about what begins here: a word, or a single character.
    bool fail_here(std::string message);
};

/// Reads a string in any of its four forms, at its first quote; `as_key` takes the two forms of a
/// single line alone.
bool read_string(Cursor& cursor, std::string_view& characters, bool as_key);

/// The kind of a number, boolean or date; none when the word is none of them, with the reason.
std::optional<TomlKind> scalar_kind(std::string_view word, std::string& reason);

/// Passes over a comment; false when a control character stands in it.
bool skip_comment(Cursor& cursor);

/// A key, or a part of a dotted one.
struct Key {
    std::string_view text{};
    Span span{};
};

/// Reads keys and values into the tables of a document.
class Values {
  public:
    explicit Values(Cursor& cursor) : cursor_{cursor}, document_{cursor.document} {}

    /// Reads `key = value` into a table.
    bool read_pair(std::uint32_t table);

    /// Reads a key with its dots; each part but the last goes to `step`.
    template <typename Step> bool read_dotted(Key& last, Step step) {
        while (true) {
            if (!read_key(last)) {
                return false;
            }
            cursor_.skip_blanks();
            if (cursor_.peek() != '.') {
                return true;
            }
            ++cursor_.at;
            cursor_.skip_blanks();
            if (!step(last)) {
                return false;
            }
        }
    }

    /// Adds a node to a table or array; its index.
    std::uint32_t add(std::uint32_t parent, const TomlNode& node);

    /// Adds the fault that a key is there already as `what`.
    bool say_twice(const Key& key, std::uint32_t known, std::string_view what);

    /// Whether a header or a key with its value begins in this line.
    [[nodiscard]] bool looks_like_a_beginning() const;

    void begin_line() noexcept {
        depth_ = 0;
        stands_at_beginning_ = false;
    }

    /// Whether what failed may go on over several lines.
    [[nodiscard]] bool is_within() const noexcept { return depth_ > 0; }

    /// Whether what failed ended before this line.
    [[nodiscard]] bool stands_at_beginning() const noexcept { return stands_at_beginning_; }

  private:
    bool read_key(Key& key);
    std::uint32_t descend(std::uint32_t table, const Key& key);
    bool read_value(std::uint32_t parent, const Key& key);
    bool read_scalar(TomlNode& node);
    bool read_array(std::uint32_t array);
    bool read_inline_table(std::uint32_t table);
    bool enter_nested();
    bool skip_between();
    bool fail_within(std::uint32_t node, std::string_view unfinished, std::string_view unexpected);
    void close(std::uint32_t table);
    void note_key(std::uint32_t table, std::uint32_t added);

    Cursor& cursor_;
    TomlDocument& document_;
    std::size_t depth_ = 0;
    bool stands_at_beginning_ = false;
};

} // namespace mqttx::acl::toml_parts
