// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_file.hpp"

#include "common/acl/native_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <unordered_map>

namespace mqttx::acl {

namespace {

using native_parts::Values;

class FileReader {
  public:
    explicit FileReader(NativeFile& file) : file_{file}, toml_{file.toml}, values_{file} {}

    void read() {
        for (const auto& fault : toml_.faults) {
            auto& finding = values_.fail("A026", fault.span, fault.message);
            if (!fault.first.empty()) {
                finding.related = Related{fault.first, "the first one"};
            }
        }
        values_.require_keys(0, {"format", "default", "role", "rule"});
        read_format();
        read_roles();
        read_rules();
        native_parts::resolve_roles(values_);
        require_different_ids();
        std::stable_sort(
            file_.faults.begin(),
            file_.faults.end(),
            [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; }
        );
    }

  private:
    void read_format() {
        const auto format = toml_.find(0, "format");
        if (format == no_node) {
            values_.fail(
                "A030",
                {0, 0},
                "the key 'format' is missing",
                cat("begin with: format = \"", native_format, '"')
            );
        } else if (toml_[format].kind != TomlKind::string || toml_[format].text != native_format) {
            values_.fail(
                "A030",
                toml_[format].span,
                "a format that is not known",
                cat("it is \"", native_format, '"')
            );
        }
        const auto fallback = toml_.find(0, "default");
        if (fallback != no_node && toml_[fallback].text != "deny") {
            values_.fail(
                "A029",
                toml_[fallback].span,
                "what no rule allows is denied: the default can only be \"deny\"",
                "a rule for { any = true } allows something to everybody"
            );
        }
    }

    void read_roles() {
        const auto roles = toml_.find(0, "role");
        if (roles == no_node) {
            return;
        }
        if (toml_[roles].kind != TomlKind::table) {
            values_.fail("A029", toml_[roles].span, "a table is expected", "write [role.NAME]");
            return;
        }
        toml_.each(roles, [&](std::uint32_t at) { read_role(at); });
    }

    void read_role(std::uint32_t node) {
        NativeRole role{toml_[node].key, toml_[node].key_span};
        if (toml_[node].kind != TomlKind::table) {
            values_.fail("A029", toml_[node].span, "a table is expected");
            return;
        }
        values_.require_keys(node, {"members"});
        const auto members = values_.require(node, "members");
        if (members != no_node && toml_[members].kind != TomlKind::array) {
            values_.fail("A029", toml_[members].span, "a list of subjects is expected");
        } else if (members != no_node) {
            toml_.each(members, [&](std::uint32_t at) {
                if (auto tests = native_parts::read_conjunction(values_, at)) {
                    role.members.push_back(std::move(*tests));
                    role.member_spans.push_back(toml_[at].span);
                }
            });
        }
        file_.roles.push_back(std::move(role));
    }

    void read_rules() {
        const auto rules = toml_.find(0, "rule");
        if (rules == no_node) {
            return;
        }
        if (toml_[rules].kind != TomlKind::array) {
            values_.fail("A029", toml_[rules].span, "rules are tables: write [[rule]]");
            return;
        }
        file_.rules.reserve(toml_[rules].count);
        toml_.each(rules, [&](std::uint32_t at) {
            if (toml_[at].kind != TomlKind::table) {
                values_.fail("A029", toml_[at].span, "rules are tables: write [[rule]]");
                return;
            }
            native_parts::read_rule(values_, at);
        });
    }

    void require_different_ids() {
        std::unordered_map<std::string_view, Span> known;
        known.reserve(file_.rules.size());
        for (const auto& rule : file_.rules) {
            if (rule.id.empty()) {
                continue;
            }
            const auto [first, is_new] = known.try_emplace(rule.id, rule.id_span);
            if (!is_new) {
                values_
                    .fail("A320", rule.id_span, cat("a second rule with id ", in_quotes(rule.id)))
                    .related = Related{first->second, "the first one"};
            }
        }
    }

    NativeFile& file_;
    const TomlDocument& toml_;
    Values values_;
};

} // namespace

NativeFile read_native(std::string_view text) {
    NativeFile file;
    file.toml = read_toml(text);
    FileReader{file}.read();
    return file;
}

bool looks_native(std::string_view text) noexcept {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const auto sign = line.find('=');
        const auto key = line.substr(0, std::min(line.find_first_of(" \t="), line.size()));
        const bool sets =
            sign != std::string_view::npos && line.find_first_not_of(" \t", key.size()) == sign;
        return line.starts_with("[[rule") || line.starts_with("[role") ||
               (sets && (key == "format" || key == "default" ||
                         line.find("mqttx-acl/", sign) != std::string_view::npos));
    }
    return false;
}

} // namespace mqttx::acl
