// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace mqttx::acl::lint_parts {

namespace {

constexpr auto npos = std::string_view::npos;

/// The first line that says something, where lines that begin with `comment` do not.
std::string_view first_line(std::string_view text, char comment) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (!line.empty() && line.front() != comment) {
            return line;
        }
    }
    return {};
}

bool is_erlang_term(std::string_view text) {
    auto line = first_line(text, '%');
    if (!line.starts_with('{')) {
        return false;
    }
    line.remove_prefix(1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return line.starts_with("allow") || line.starts_with("deny");
}

bool is_utf16(std::string_view text) {
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

/// Whether a line of an acl_file was meant, be it a wrong one.
bool resembles_statement(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\xEF\xBB\xBF"), line.size()));
    constexpr std::array<std::string_view, 8> words{
        "user", "topic", "pattern", "read", "write", "readwrite", "deny", "#"};
    const auto word = line.substr(0, line.find_first_of(" \t\r:"));
    return std::any_of(words.begin(), words.end(), [&](std::string_view known) {
        return std::equal(word.begin(), word.end(), known.begin(), known.end(), [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == b;
        });
    });
}

bool has_no_statement(const AclFile& file) {
    constexpr std::ptrdiff_t certain = 3; // lines; of fewer each is worth a word of its own
    std::ptrdiff_t foreign = 0;
    for (const auto& line : file.lines) {
        if (line.kind == LineKind::blank || line.kind == LineKind::comment) {
            continue;
        }
        if (line.kind != LineKind::unknown || resembles_statement(line.text.in(file.text))) {
            return false;
        }
        ++foreign;
    }
    return foreign >= certain;
}

} // namespace

std::string_view other_format(std::string_view text) {
    const auto line = first_line(text, '#');
    if (is_utf16(text)) {
        return "text in UTF-16, not UTF-8";
    }
    if (text.starts_with("\x1F\x8B")) {
        return "a compressed file";
    }
    if (is_erlang_term(text)) {
        return "an acl.conf of EMQX";
    }
    if (line.starts_with("<?xml") || line.starts_with("<file-rbac") || line.starts_with("<!--")) {
        return "XML";
    }
    if (line.starts_with("format") && line.find("mqttx-acl/") != npos) {
        return "TOML";
    }
    return line == "---" ? "YAML" : std::string_view{};
}

std::string_view other_format(const AclFile& file) {
    const auto other = other_format(file.text);
    return other.empty() && has_no_statement(file) ? "no permission file: no line begins with "
                                                     "user, topic or pattern"
                                                   : other;
}

std::string_view other_format(const JsonDocument& document) {
    const auto root = document.root();
    if (document.error() != nullptr || !root || root->kind() != JsonKind::object) {
        return other_format(document.text);
    }
    std::size_t members = 0;
    bool known = false;
    root->each_member([&](const JsonValue& name, const JsonValue&) {
        constexpr std::array<std::string_view, 5> names{
            "defaultaclaccess", "clients", "groups", "roles", "anonymousgroup"};
        ++members;
        known = known ||
                std::find(names.begin(), names.end(), in_lower_case(name.text())) != names.end();
    });
    return members > 0 && !known ? "JSON, but no configuration of the dynamic security plugin"
                                 : std::string_view{};
}

} // namespace mqttx::acl::lint_parts
