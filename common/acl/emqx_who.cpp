// SPDX-License-Identifier: Apache-2.0
#include "common/acl/emqx_parts.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace mqttx::acl {

namespace emqx_parts {

namespace {

/// More ways to fulfil a condition than this are not written out.
constexpr std::size_t most_ways = 10'000;

bool is_pair(const ErlangTerm& term) {
    return term.kind() == ErlangKind::tuple && term.elements().size() == 2;
}

} // namespace

void WhoReader::read(const ErlangTerm& term, EmqxRule& rule) {
    rule.subject = who(term);
}

std::string_view WhoReader::keep(std::string text) {
    return file_.document.owned.emplace_back(std::move(text));
}

WhoReader::Union WhoReader::wrong(const ErlangTerm& term) {
    file_.faults.push_back(
        {.id = "A032",
         .severity = Severity::error,
         .span = term.span(),
         .message = cat("no condition on a client: ", in_quotes(term.source())),
         .help = "all, {username, \"NAME\"}, {clientid, \"ID\"}, {ipaddr, \"10.0.0.0/8\"}, "
                 "{'and', [...]} or {'or', [...]}"}
    );
    return {};
}

WhoReader::Union WhoReader::unknown(const ErlangTerm& term) {
    const auto number = file_.unknown.size();
    file_.unknown.push_back({std::string{term.source()}, term.span()});
    return {
        {{.key = SubjectKey::role,
          .values = {keep(std::string{term.source()})},
          .roles = {static_cast<std::uint32_t>(number)}}}};
}

WhoReader::Union WhoReader::who(const ErlangTerm& term) {
    if (term.is_atom("all")) {
        return {{{.key = SubjectKey::any}}};
    }
    if (term.kind() == ErlangKind::tuple && term.elements().size() == 3 &&
        term.elements().front().is_atom("client_attr")) {
        return unknown(term);
    }
    if (!is_pair(term)) {
        return wrong(term);
    }
    const auto parts = term.elements();
    const auto& key = parts[0];
    const auto& value = parts[1];
    if (key.is_atom("username") || key.is_atom("user")) {
        return name(term, value, true);
    }
    if (key.is_atom("clientid") || key.is_atom("client")) {
        return name(term, value, false);
    }
    if (key.is_atom("and") && value.kind() == ErlangKind::list) {
        return all_of(value);
    }
    if (key.is_atom("or") && value.kind() == ErlangKind::list) {
        return any_of(value);
    }
    const bool is_list = value.kind() == ErlangKind::list;
    if ((key.is_atom("ipaddr") && value.kind() == ErlangKind::string) ||
        (key.is_atom("ipaddrs") && is_list) || key.is_atom("zone") || key.is_atom("listener")) {
        return unknown(term);
    }
    return wrong(term);
}

WhoReader::Union WhoReader::name(const ErlangTerm& whole, const ErlangTerm& value, bool is_user) {
    if (is_pair(value) && value.elements()[0].is_atom("re") &&
        value.elements()[1].kind() == ErlangKind::string) {
        return regex(whole, value.elements()[1], is_user);
    }
    if (value.kind() != ErlangKind::string) {
        return wrong(whole);
    }
    const auto key = is_user ? SubjectKey::user : SubjectKey::client_id;
    if (takes_globs(key) && value.value().find('*') != std::string_view::npos) {
        return unknown(whole); // a client id that holds a '*'
    }
    if (is_user && value.value().empty()) {
        return unknown(whole); // an empty user name is none to us
    }
    return {{{.key = key, .values = {value.value()}}}};
}

WhoReader::Union WhoReader::regex(const ErlangTerm& whole, const ErlangTerm& value, bool is_user) {
    const auto text = value.value();
    if (!text.starts_with('^') || !text.ends_with('$')) {
        file_.loose.push_back({text, value.span()});
    }
    const auto glob = glob_of_regex(text);
    if (!glob) {
        return unknown(whole);
    }
    const bool literal = glob->find('*') == std::string::npos;
    if (glob->empty()) {
        return unknown(whole);
    }
    const auto key = !is_user  ? SubjectKey::client_id
                     : literal ? SubjectKey::user
                               : SubjectKey::user_glob;
    return {{{.key = key, .values = {keep(*glob)}}}};
}

WhoReader::Union WhoReader::all_of(const ErlangTerm& list) {
    Union all{{}};
    for (const auto& term : list.elements()) {
        const auto ways = who(term);
        Union both;
        if (all.size() * ways.size() > most_ways) {
            return unknown(list);
        }
        for (const auto& one : all) {
            for (const auto& other : ways) {
                auto tests = one;
                tests.insert(tests.end(), other.begin(), other.end());
                both.push_back(std::move(tests));
            }
        }
        all = std::move(both);
    }
    if (all.size() == 1 && all.front().empty()) { // {'and', []} is fulfilled by everybody
        return {{{.key = SubjectKey::any}}};
    }
    return all;
}

WhoReader::Union WhoReader::any_of(const ErlangTerm& list) {
    Union all;
    for (const auto& term : list.elements()) {
        auto ways = who(term);
        if (all.size() + ways.size() > most_ways) {
            return unknown(list);
        }
        std::move(ways.begin(), ways.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace emqx_parts

std::optional<std::string> glob_of_regex(std::string_view regex) {
    constexpr std::string_view special = ".[]{}()*+?|^$\\";
    std::string glob;
    const bool at_begin = regex.starts_with('^');
    regex.remove_prefix(at_begin ? 1 : 0);
    bool at_end = false;
    if (!at_begin) {
        glob = "*";
    }
    while (!regex.empty()) {
        const char byte = regex.front();
        std::size_t length = 1;
        if (regex.starts_with(".*")) {
            length = 2;
            if (!glob.ends_with('*')) {
                glob += '*';
            }
        } else if (regex == "$") {
            at_end = true;
        } else if (byte == '\\' && regex.size() > 1 && std::ispunct(static_cast<unsigned char>(regex[1])) != 0 && regex[1] != '*') {
            glob += regex[1];
            length = 2;
        } else if (special.find(byte) != std::string_view::npos) {
            return std::nullopt;
        } else {
            glob += byte;
        }
        regex.remove_prefix(length);
        const bool repeats = !regex.empty() &&
                             std::string_view{"*+?{"}.find(regex.front()) != std::string_view::npos;
        if (repeats) {
            return std::nullopt;
        }
    }
    if (!at_end && !glob.ends_with('*')) {
        glob += '*';
    }
    return glob;
}

std::string regex_of_glob(std::string_view glob) {
    std::string regex = "^";
    for (const char byte : glob) {
        if (byte == '*') {
            regex += ".*";
        } else if (std::string_view{".[]{}()+?|^$\\"}.find(byte) != std::string_view::npos) {
            regex += '\\';
            regex += byte;
        } else {
            regex += byte;
        }
    }
    return regex + '$';
}

} // namespace mqttx::acl
