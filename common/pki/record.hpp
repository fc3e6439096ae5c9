// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/certificate.hpp"
#include "common/pki/profile.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// How a certificate came to be: made here with its key, made again for the same key or for a new
/// one, signed for a request, or taken over from another CA's folder.
enum class Cause { issue, renew, rekey, sign, import };

std::string_view name_of(Cause cause) noexcept;

/// What the journal keeps of a certificate that was made.
struct Record {
    std::time_t time = 0; ///< when it was made
    Cause cause = Cause::issue;
    Role role = Role::client;
    std::string name; ///< of its files; of a root its common name
    std::string subject;
    std::optional<std::string> common_name;
    std::string serial; ///< hexadecimal, as CertificateFacts has it
    std::time_t not_before = 0;
    std::time_t not_after = 0;
    std::vector<std::string> names;
    std::string key;
    std::string key_id;        ///< of the certificate's own key
    std::string issuer_key_id; ///< of the key that signed it
    std::string sha256;
    std::string pin;
    bool is_history_known = true; ///< of a CA that was taken over: what it revoked before
};

/// The record of a certificate that was just made.
Record record_of(const CertificateFacts& facts, Role role, std::string name, std::time_t now);

/// One JSON object.
std::string to_json(const Record& record);

/// Reads what to_json wrote; members it does not know are passed over. None for anything else.
std::optional<Record> parse_record(std::string_view json);

} // namespace mqttx::pki
