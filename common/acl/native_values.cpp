// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rules.hpp"
#include "common/acl/native_parts.hpp"
#include "common/base/suggest.hpp"
#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::acl::native_parts {

namespace {

std::string list_of(std::span<const std::string_view> words) {
    std::string list;
    for (const auto& word : words) {
        list += cat(list.empty() ? "" : &word == &words.back() ? " or " : ", ", in_quotes(word));
    }
    return list;
}

std::string
meant_or(std::string_view typed, std::span<const std::string_view> words, std::string other) {
    const std::vector<std::string> known{words.begin(), words.end()};
    const auto meant = nearest_word(typed, known);
    return meant.empty() ? std::move(other) : cat("did you mean ", in_quotes(meant), "?");
}

} // namespace

Finding& Values::fail(std::string_view id, Span span, std::string message, std::string help) {
    return file_.faults.emplace_back(Finding{
        find_lint_rule(id)->id, Severity::error, span, std::move(message), std::move(help)});
}

bool Values::require_keys(std::uint32_t table, std::span<const std::string_view> known) {
    bool good = true;
    toml_.each(table, [&](std::uint32_t at) {
        const auto& node = toml_[at];
        if (std::find(known.begin(), known.end(), node.key) == known.end()) {
            fail(
                "A027",
                node.key_span,
                cat("unknown key ", in_quotes(node.key)),
                meant_or(node.key, known, cat("known here: ", list_of(known)))
            );
            good = false;
        }
    });
    return good;
}

std::uint32_t Values::require(std::uint32_t table, std::string_view key) {
    const auto found = toml_.find(table, key);
    if (found == no_node) {
        fail("A028", toml_[table].span, cat("the key ", in_quotes(key), " is missing"));
    }
    return found;
}

std::optional<std::string_view> Values::text(std::uint32_t node) {
    const auto& value = toml_[node];
    if (value.kind != TomlKind::string) {
        fail("A029", value.span, "a text in quotes is expected");
        return std::nullopt;
    }
    if (value.text.empty()) {
        fail("A029", value.span, "an empty text");
        return std::nullopt;
    }
    return value.text;
}

std::optional<std::size_t>
Values::word(std::uint32_t node, std::initializer_list<std::string_view> words) {
    const auto& value = toml_[node];
    const auto* const found = std::find(words.begin(), words.end(), value.text);
    if (value.kind == TomlKind::string && found != words.end()) {
        return static_cast<std::size_t>(found - words.begin());
    }
    const std::span known{words.begin(), words.size()};
    fail(
        "A029",
        value.span,
        cat(list_of(known), " is expected"),
        value.kind == TomlKind::string ? meant_or(value.text, known, {}) : std::string{}
    );
    return std::nullopt;
}

} // namespace mqttx::acl::native_parts
