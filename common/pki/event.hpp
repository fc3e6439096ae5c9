// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/reason.hpp"
#include "common/pki/record.hpp"

#include <cstdint>
#include <variant>

namespace mqttx::pki {

/// A certificate that counts no longer.
struct Revocation {
    std::time_t time = 0;
    Role role = Role::client; ///< of the certificate, as its record has it
    std::string name;
    std::string serial;
    std::string issuer_key_id;
    std::string sha256;
    Reason reason = Reason::unspecified;
};

/// A list of revoked certificates that a CA signed.
struct Publication {
    std::time_t time = 0;
    Role role = Role::root; ///< of the CA
    std::string name;
    std::string issuer_key_id;
    std::uint64_t number = 0;
    std::uint64_t entries = 0;
    std::time_t next_update = 0;
    std::string sha256; ///< of the file
};

/// What a journal keeps.
using Event = std::variant<Record, Revocation, Publication>;

/// One JSON object.
std::string to_json(const Event& event);

/// Reads what to_json wrote; none for anything else.
std::optional<Event> parse_event(std::string_view json);

/// The key under which a certificate is found again: who signed it, and its serial number.
std::string serial_key(std::string_view issuer_key_id, std::string_view serial);

} // namespace mqttx::pki
