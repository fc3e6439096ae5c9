// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/issue.hpp"

namespace mqttx::pki {

/// Adds the extensions of the role's profile (RFC 5280 section 4.2.1); subject, names and public
/// key are set already. `key` is that public key, `issuer` is null for a root.
void add_extensions(
    x509_st* certificate, const Order& order, const evp_pkey_st* key, const x509_st* issuer
);

/// Adds the alternative names alone; nothing for none.
void add_alternative_names(x509_st* certificate, const std::vector<AlternativeName>& names);

} // namespace mqttx::pki
