// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/alternative_name.hpp"
#include "common/pki/profile.hpp"
#include "common/tls/handles.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <vector>

struct evp_md_st;

namespace mqttx::pki {

using tls::CertificateHandle;

/// What a certificate shall say.
struct Order {
    Role role = Role::client;
    std::string common_name{};
    std::vector<AlternativeName> names{};    ///< a server needs one
    std::optional<int> days{};               ///< from now; the role's own unless given
    std::optional<std::time_t> not_before{}; ///< five minutes ago unless given: clocks differ
    std::optional<std::time_t> not_after{};  ///< wins over `days`
    std::optional<int> path_length{};        ///< of a CA; the role's own unless given
};

/// The CA that signs: its certificate and its private key.
struct Issuer {
    const x509_st* certificate;
    evp_pkey_st* key;
};

/// A signed certificate, and what the one who ordered it should know ("valid only until ...").
struct Issued {
    CertificateHandle certificate;
    std::vector<std::string> notices;
};

/// Refuses a clock that was never set, before 2024: what it dates would be wrong for everybody
/// else. Throws Error(local).
void require_clock(std::time_t now);

/// What is done with a certificate that was made: anything, or it is only written, which takes half
/// the time (it does not know its own public key then, only the bytes).
enum class Use { any, writing };

/// Signs a certificate for `subject_key`, of which only the public part is used. X.509 v3 by the
/// role's profile: 127 random bits of serial number, UTF8String names, critical basic constraints
/// and key usage, subject and authority key identifiers, serverAuth or clientAuth alone. Its
/// validity never leaves the issuer's (a notice says so). `issuer` is null for a root, which signs
/// itself. Throws Error(usage) for an order that cannot be, Error(local) for an issuer that may not
/// sign it.
Issued issue(
    const Order& order,
    evp_pkey_st* subject_key,
    const Issuer* issuer,
    std::time_t now,
    Use use = Use::any
);

/// The hash that goes with a key in a signature; null where the algorithm has its own.
const evp_md_st* signature_hash(const evp_pkey_st* key);

} // namespace mqttx::pki
