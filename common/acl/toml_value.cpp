// SPDX-License-Identifier: Apache-2.0
#include "common/acl/toml_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

constexpr std::array<bool, 256> bare_letters = [] {
    std::array<bool, 256> letters{};
    for (const char letter :
         std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"}) {
        letters[static_cast<unsigned char>(letter)] = true;
    }
    return letters;
}();

bool is_bare(char byte) noexcept {
    return bare_letters[static_cast<unsigned char>(byte)];
}

} // namespace

namespace toml_parts {

bool Values::looks_like_a_beginning() const {
    auto ahead = cursor_;
    ahead.skip_blanks();
    if (ahead.peek() == '[') {
        const auto next = ahead.peek(1);
        return ahead.at == cursor_.at && (next == '[' || is_bare(next));
    }
    const auto begin = ahead.at;
    while (is_bare(ahead.peek())) {
        ++ahead.at;
    }
    const bool word = ahead.at != begin;
    ahead.skip_blanks();
    return word && ahead.peek() == '=';
}

bool Values::read_key(Key& key) {
    const auto begin = cursor_.at;
    if (cursor_.peek() == '"' || cursor_.peek() == '\'') {
        if (!toml_parts::read_string(cursor_, key.text, true)) {
            return false;
        }
    } else {
        while (is_bare(cursor_.peek())) {
            ++cursor_.at;
        }
        key.text = document_.text.substr(begin, cursor_.at - begin);
        if (key.text.empty()) {
            return cursor_.fail_here("a key is expected");
        }
    }
    key.span = {begin, cursor_.at};
    return true;
}

bool Values::say_twice(const Key& key, std::uint32_t known, std::string_view what) {
    const auto& node = document_[known];
    const auto first = node.key_span.empty() ? node.span : node.key_span;
    return cursor_.fail(key.span, cat(what, ' ', in_quotes(key.text), " is there already"), first);
}

bool Values::read_pair(std::uint32_t table) {
    Key key;
    const bool read = read_dotted(key, [&](const Key& part) {
        table = descend(table, part);
        return table != no_node;
    });
    if (!read) {
        return false;
    }
    if (cursor_.peek() != '=') {
        return cursor_.fail_here("= is expected behind a key");
    }
    ++cursor_.at;
    cursor_.skip_blanks();
    if (const auto known = document_.find(table, key.text); known != no_node) {
        return say_twice(key, known, "the key");
    }
    return read_value(table, key);
}

/// The table that a part of a dotted key leads to.
std::uint32_t Values::descend(std::uint32_t table, const Key& key) {
    const auto known = document_.find(table, key.text);
    if (known == no_node) {
        return add(
            table,
            {.key = key.text, .key_span = key.span, .span = key.span, .origin = TomlOrigin::dotted}
        );
    }
    if (document_[known].origin != TomlOrigin::dotted) {
        say_twice(key, known, "the key");
        return no_node;
    }
    return known;
}

bool Values::read_value(std::uint32_t parent, const Key& key) {
    const auto begin = cursor_.at;
    TomlNode node{.key = key.text, .key_span = key.span};
    const auto first = cursor_.peek();
    if (first == '[' || first == '{') {
        node.kind = first == '[' ? TomlKind::array : TomlKind::table;
        node.span = {begin, begin + 1};
        const auto index = add(parent, node);
        const bool read = first == '[' ? read_array(index) : read_inline_table(index);
        document_.nodes[index].span.end = cursor_.at;
        return read;
    }
    if (first == '"' || first == '\'') {
        node.kind = TomlKind::string;
        if (!toml_parts::read_string(cursor_, node.text, false)) {
            return false;
        }
    } else if (!read_scalar(node)) {
        return false;
    }
    node.span = {begin, cursor_.at};
    add(parent, node);
    return true;
}

bool Values::read_scalar(TomlNode& node) {
    const auto ends = [&](std::uint32_t at) {
        return at >= document_.text.size() ||
               std::string_view{" \t\r\n,]}#"}.find(document_.text[at]) != std::string_view::npos;
    };
    auto end = cursor_.at;
    while (!ends(end)) {
        ++end;
    }
    // A date and a time may have a blank between them.
    if (end - cursor_.at == 10 && document_.text[cursor_.at + 4] == '-' &&
        cursor_.peek(10) == ' ' && cursor_.peek(13) == ':') {
        for (++end; !ends(end); ++end) {
        }
    }
    node.text = document_.text.substr(cursor_.at, end - cursor_.at);
    std::string reason;
    const auto kind = toml_parts::scalar_kind(node.text, reason);
    if (!kind) {
        return cursor_.fail({cursor_.at, end}, std::move(reason));
    }
    node.kind = *kind;
    cursor_.at = end;
    return true;
}

bool Values::enter_nested() {
    return ++depth_ <= deepest_toml || cursor_.fail_here("too many values within each other");
}

/// White space, line ends and comments within an array.
bool Values::skip_between() {
    while (!cursor_.done()) {
        cursor_.skip_blanks();
        if (cursor_.peek() == '#' && !toml_parts::skip_comment(cursor_)) {
            return false;
        }
        if (cursor_.done() || !cursor_.at_line_end()) {
            return true;
        }
        cursor_.at += cursor_.peek() == '\r' ? 2U : 1U;
    }
    return true;
}

bool Values::read_array(std::uint32_t array) {
    if (!enter_nested()) {
        return false;
    }
    ++cursor_.at;
    for (bool first = true;; first = false) {
        if (!skip_between()) {
            return false;
        }
        if (!first && cursor_.peek() == ',') {
            ++cursor_.at;
            if (!skip_between()) {
                return false;
            }
        } else if (!first && cursor_.peek() != ']') {
            return fail_within(array, "an array without its ]", ", or ] is expected");
        }
        if (cursor_.peek() == ']') {
            ++cursor_.at;
            --depth_;
            return true;
        }
        if (cursor_.done()) {
            return fail_within(array, "an array without its ]", {});
        }
        if (!read_value(array, {})) {
            return false;
        }
    }
}

bool Values::fail_within(
    std::uint32_t node, std::string_view unfinished, std::string_view unexpected
) {
    if (cursor_.done() || looks_like_a_beginning()) {
        const auto begin = document_[node].span.begin;
        stands_at_beginning_ = !cursor_.done();
        return cursor_.fail({begin, begin + 1}, std::string{unfinished});
    }
    return cursor_.fail_here(std::string{unexpected});
}

bool Values::read_inline_table(std::uint32_t table) {
    if (!enter_nested()) {
        return false;
    }
    ++cursor_.at;
    cursor_.skip_blanks();
    while (cursor_.peek() != '}') {
        if (!read_pair(table)) {
            return false;
        }
        cursor_.skip_blanks();
        if (cursor_.peek() == '}') {
            break;
        }
        if (cursor_.peek() != ',') {
            return cursor_.fail_here(
                cursor_.at_line_end() ? "a table in braces ends in its line" : ", or } is expected"
            );
        }
        ++cursor_.at;
        cursor_.skip_blanks();
        if (cursor_.peek() == '}') {
            return cursor_.fail_here("no comma stands before }");
        }
    }
    ++cursor_.at;
    --depth_;
    close(table);
    return true;
}

/// Nothing is added any more to what dotted keys made within braces.
void Values::close(std::uint32_t table) {
    document_.each(table, [&](std::uint32_t at) {
        if (document_[at].origin == TomlOrigin::dotted) {
            document_.nodes[at].origin = TomlOrigin::value;
            close(at);
        }
    });
}

std::uint32_t Values::add(std::uint32_t parent, const TomlNode& node) {
    const auto index = static_cast<std::uint32_t>(document_.nodes.size());
    document_.nodes.push_back(node);
    auto& above = document_.nodes[parent];
    if (above.last == no_node) {
        above.first = index;
    } else {
        document_.nodes[above.last].next = index;
    }
    above.last = index;
    ++above.count;
    if (above.kind == TomlKind::table && above.count > few_keys) {
        note_key(parent, index);
    }
    return index;
}

void Values::note_key(std::uint32_t table, std::uint32_t added) {
    auto& keys = document_.large[table];
    if (keys.empty()) {
        document_.each(table, [&](std::uint32_t at) { keys.emplace(document_[at].key, at); });
    }
    keys.emplace(document_[added].key, added);
}

} // namespace toml_parts

} // namespace mqttx::acl
