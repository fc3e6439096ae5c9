// SPDX-License-Identifier: Apache-2.0
#include "common/acl/emqx_terms.hpp"

#include "common/acl/emqx_file.hpp"
#include "common/base/text.hpp"

namespace mqttx::acl::emqx_parts {

std::string erlang_string(std::string_view text) {
    std::string out = "\"";
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += byte;
        } else if (code < 0x20 || code == 0x7F) {
            constexpr std::string_view digits = "0123456789ABCDEF";
            out += "\\x{";
            out += digits[code >> 4U];
            out += digits[code & 0xFU];
            out += '}';
        } else {
            out += byte;
        }
    }
    return out + '"';
}

namespace {

/// Several terms as one: {'or', [...]}.
std::string joined(std::string_view word, const std::vector<std::string>& terms) {
    if (terms.size() == 1) {
        return terms.front();
    }
    std::string list;
    for (const auto& term : terms) {
        list += cat(list.empty() ? "" : ", ", term);
    }
    return cat("{'", word, "', [", list, "]}");
}

std::string test_term(const SubjectTest& test) {
    if (test.key == SubjectKey::authenticated) {
        return "{username, {re, \"^.*$\"}}";
    }
    std::vector<std::string> terms;
    for (const auto value : test.values) {
        const bool glob = takes_globs(test.key) && value.find('*') != std::string_view::npos;
        const auto text =
            glob ? cat("{re, ", erlang_string(regex_of_glob(value)), '}') : erlang_string(value);
        terms.push_back(cat(test.key == SubjectKey::user ? "{username, " : "{clientid, ", text, '}')
        );
    }
    return joined("or", terms);
}

} // namespace

std::string who_term(const std::vector<Conjunction>& any_of) {
    std::vector<std::string> ways;
    for (const auto& tests : any_of) {
        std::vector<std::string> terms;
        for (const auto& test : tests) {
            if (test.key == SubjectKey::any) {
                return "all";
            }
            terms.push_back(test_term(test));
        }
        ways.push_back(joined("and", terms));
    }
    return joined("or", ways);
}

std::string action_term(const Rule& rule, bool publish, bool subscribe) {
    const std::string_view word = publish && subscribe ? "all" : publish ? "publish" : "subscribe";
    std::string options;
    if (rule.qos != 0b111) {
        std::string list;
        for (unsigned level = 0; level <= 2; ++level) {
            if (((rule.qos >> level) & 1U) != 0) {
                list += cat(list.empty() ? "" : ", ", level);
            }
        }
        options = cat("{qos, [", list, "]}");
    }
    if (publish && rule.retain != RetainRule::any) {
        options +=
            cat(options.empty() ? "" : ", ",
                "{retain, ",
                rule.retain == RetainRule::only ? "true" : "false",
                '}');
    }
    return options.empty() ? std::string{word} : cat('{', word, ", [", options, "]}");
}

} // namespace mqttx::acl::emqx_parts
