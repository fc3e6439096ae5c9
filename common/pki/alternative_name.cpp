// SPDX-License-Identifier: Apache-2.0
#include "common/pki/alternative_name.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace mqttx::pki {

namespace {

bool is_letter_or_digit(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    for (char& character : lower) {
        if (character >= 'A' && character <= 'Z') {
            character = static_cast<char>(character - 'A' + 'a');
        }
    }
    return lower;
}

Error refusal(std::string_view text, std::string_view reason, std::string hint = {}) {
    return {
        ErrorKind::usage,
        cat("the alternative name ", in_quotes(text), ' ', reason),
        std::move(hint)};
}

/// Why a label is no label of a DNS name (RFC 1034 section 3.5, RFC 1123 section 2.1), or nothing.
std::string_view fault_of_label(std::string_view label) {
    constexpr std::size_t longest = 63;
    if (label.empty()) {
        return "has an empty label";
    }
    if (label.size() > longest) {
        return "has a label of more than 63 characters";
    }
    if (label.front() == '-' || label.back() == '-') {
        return "has a label that begins or ends with '-'";
    }
    const bool plain = std::all_of(label.begin(), label.end(), [](char character) {
        return is_letter_or_digit(character) || character == '-';
    });
    return plain ? std::string_view{} : "has a character that DNS names do not have";
}

/// The same for a whole name; numbers alone would be an address.
std::string_view fault_of_host(std::string_view host) {
    constexpr std::size_t longest = 253;
    if (host.size() > longest) {
        return "is longer than 253 characters";
    }
    std::string_view last;
    for (std::string_view rest = host;;) {
        const std::size_t dot = rest.find('.');
        last = rest.substr(0, dot);
        if (const auto fault = fault_of_label(last); !fault.empty()) {
            return fault;
        }
        if (dot == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(dot + 1);
    }
    return std::all_of(last.begin(), last.end(), is_digit) ? "ends in a number and is no address"
                                                           : std::string_view{};
}

std::string_view fault_of_dns(std::string_view name) {
    if (!name.starts_with("*.")) {
        return fault_of_host(name);
    }
    name.remove_prefix(2);
    return name.find('.') == std::string_view::npos
               ? "has a wildcard that stands before fewer than two labels"
               : fault_of_host(name);
}

AlternativeName dns_name(std::string_view name, std::string_view given) {
    if (const auto fault = fault_of_dns(name); !fault.empty()) {
        const bool ascii = std::all_of(name.begin(), name.end(), [](char character) {
            return static_cast<unsigned char>(character) < 0x80;
        });
        throw refusal(given, fault, ascii ? "" : "write it in its ASCII form (xn--...)");
    }
    return {NameType::dns, lower_case(name)};
}

std::optional<AlternativeName> address(std::string_view text) {
    const std::string terminated{text};
    std::array<unsigned char, sizeof(in6_addr)> octets{};
    std::array<char, INET6_ADDRSTRLEN> canonical{};
    for (const int family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, terminated.c_str(), octets.data()) == 1 &&
            terminated.find('\0') == std::string::npos) {
            return AlternativeName{
                NameType::address,
                inet_ntop(family, octets.data(), canonical.data(), canonical.size())};
        }
    }
    return std::nullopt;
}

/// An absolute URI's characters (RFC 3986 section 2 and 3.1).
AlternativeName uri(std::string_view value, std::string_view given) {
    constexpr std::string_view forbidden = "<>\"{}|\\^`";
    const std::size_t colon = value.find(':');
    const bool has_scheme =
        colon != std::string_view::npos && colon > 0 && !is_digit(value.front()) &&
        std::all_of(
            value.begin(),
            value.begin() + static_cast<std::ptrdiff_t>(colon),
            [](char each) {
                return is_letter_or_digit(each) || each == '+' || each == '-' || each == '.';
            }
        );
    const bool printable = std::all_of(value.begin(), value.end(), [&](char each) {
        return each > ' ' && each < '\x7f' && forbidden.find(each) == std::string_view::npos;
    });
    if (!has_scheme || !printable || colon + 1 == value.size()) {
        throw refusal(given, "is not an absolute URI (RFC 3986)");
    }
    return {NameType::uri, std::string{value}};
}

/// An ASCII mailbox (RFC 5280 section 4.2.1.6): dot-atom@host.
AlternativeName email(std::string_view value, std::string_view given) {
    constexpr std::string_view specials = "!#$%&'*+-/=?^_`{|}~.";
    const std::size_t at = value.rfind('@');
    const std::string_view local = value.substr(0, at);
    const bool plain = std::all_of(local.begin(), local.end(), [&](char each) {
        return is_letter_or_digit(each) || specials.find(each) != std::string_view::npos;
    });
    if (at == std::string_view::npos || local.empty() || !plain || local.front() == '.' ||
        local.back() == '.' || !fault_of_host(value.substr(at + 1)).empty()) {
        throw refusal(given, "is not a mail address");
    }
    return {NameType::email, cat(local, '@', lower_case(value.substr(at + 1)))};
}

AlternativeName guess(std::string_view text) {
    if (const auto found = address(text)) {
        return *found;
    }
    if (text.find("://") != std::string_view::npos || lower_case(text).starts_with("urn:")) {
        return uri(text, text);
    }
    if (text.find('@') != std::string_view::npos) {
        return email(text, text);
    }
    if (text.find(':') != std::string_view::npos) {
        throw refusal(
            text,
            "has an unknown type before ':'",
            "the types are DNS: IP: URI: email: ; a port does not belong into a certificate"
        );
    }
    return dns_name(text, text);
}

void add_once(std::vector<AlternativeName>& names, const AlternativeName& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

} // namespace

AlternativeName parse_alternative_name(std::string_view text) {
    if (text.empty()) {
        throw refusal(text, "is empty");
    }
    const std::size_t colon = text.find(':');
    const std::string type = lower_case(text.substr(0, colon));
    const std::string_view value =
        colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (type == "dns" && colon != std::string_view::npos) {
        if (address(value)) {
            throw refusal(text, "is an address, which does not count as a DNS name", "write IP:");
        }
        return dns_name(value, text);
    }
    if (type == "ip" && colon != std::string_view::npos) {
        if (const auto found = address(value)) {
            return *found;
        }
        throw refusal(text, "is not an IPv4 or IPv6 address");
    }
    if (type == "uri") {
        return uri(value, text);
    }
    return type == "email" ? email(value, text) : guess(text);
}

bool is_host_name(std::string_view text) {
    return address(text).has_value() || (!text.empty() && fault_of_dns(text).empty());
}

std::vector<AlternativeName>
server_names(std::string_view name, const std::vector<AlternativeName>& others) {
    if (!is_host_name(name)) {
        throw Error{
            ErrorKind::usage,
            cat("the server name ", in_quotes(name), " is neither a DNS name nor an address"),
            "name the server as its clients connect to it"};
    }
    const auto own_address = address(name);
    std::vector<AlternativeName> names{
        own_address ? *own_address : AlternativeName{NameType::dns, lower_case(name)}};
    if (names.front().text == "localhost") {
        names.push_back({NameType::address, "127.0.0.1"});
        names.push_back({NameType::address, "::1"});
    }
    for (const AlternativeName& other : others) {
        add_once(names, other);
    }
    return names;
}

std::vector<AlternativeName>
client_names(std::string_view name, const std::vector<AlternativeName>& others) {
    std::vector<AlternativeName> names;
    if (!name.empty() && !address(name) && fault_of_host(name).empty()) {
        names.push_back({NameType::dns, lower_case(name)});
    }
    for (const AlternativeName& other : others) {
        add_once(names, other);
    }
    return names;
}

std::string to_text(const AlternativeName& name) {
    switch (name.type) {
    case NameType::dns:
        return cat("DNS:", name.text);
    case NameType::address:
        return cat("IP:", name.text);
    case NameType::uri:
        return cat("URI:", name.text);
    case NameType::email:
        break;
    }
    return cat("email:", name.text);
}

} // namespace mqttx::pki
