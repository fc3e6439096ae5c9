// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/authority.hpp"
#include "common/pki/publish.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::io {
class JsonWriter;
}

namespace mqttx::app::cert {

/// Lines of a name and a value, the values below each other; safe for a terminal.
using Rows = std::vector<std::pair<std::string, std::string>>;
std::string to_text(const Rows& rows);

/// What was made: for people, ending in the `next` command to type; or as one JSON object.
std::string describe(const pki::Made& made, const std::string& title, const std::string& next);
std::string describe_json(const pki::Made& made);

/// The facts of a certificate as members of the object being written.
void write_facts(io::JsonWriter& json, const pki::CertificateFacts& facts);

/// The lists that were written or still are good, and crl.pem; for people.
std::string lists_text(const std::vector<pki::PublishedList>& lists, const pki::Store& store);

/// One list as a JSON object.
std::string list_json(const pki::PublishedList& list);

/// What becomes of a new list.
inline constexpr std::string_view list_advice =
    "next: give the broker crl.pem as its crlfile and reload it; connections that stand stay\n";

} // namespace mqttx::app::cert
