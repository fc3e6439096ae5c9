// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

enum class NameType { dns, address, uri, email };

/// A subject alternative name (RFC 5280 section 4.2.1.6), checked and in one spelling: DNS names in
/// lower case, addresses as inet_ntop writes them.
struct AlternativeName {
    NameType type = NameType::dns;
    std::string text;

    bool operator==(const AlternativeName&) const = default;
};

/// Reads what --san takes: "DNS:a" "IP:10.0.0.1" "URI:https://a" "email:me@a" (the type in either
/// case), or the text alone, whose type is guessed. A DNS name has letters, digits and hyphens, and
/// perhaps "*." in front of at least two labels. Throws Error(usage).
AlternativeName parse_alternative_name(std::string_view text);

/// Whether parse_alternative_name would take it as a DNS name or an address.
bool is_host_name(std::string_view text);

/// The names of a server called `name`: itself, for localhost 127.0.0.1 and ::1 too, then `others`
/// without repetition. Throws Error(usage) when `name` is neither a DNS name nor an address.
std::vector<AlternativeName>
server_names(std::string_view name, const std::vector<AlternativeName>& others);

/// The names of a client called `name`: itself where it is a DNS name (some verifiers want one),
/// then `others`.
std::vector<AlternativeName>
client_names(std::string_view name, const std::vector<AlternativeName>& others);

/// The form parse_alternative_name reads: "DNS:a".
std::string to_text(const AlternativeName& name);

} // namespace mqttx::pki
