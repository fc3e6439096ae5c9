// SPDX-License-Identifier: Apache-2.0
#pragma once

struct x509_st;
struct evp_pkey_st;

namespace mqttx::pki {

/// Puts the public half of a key into a certificate: the bytes X509_set_pubkey would put there,
/// for the common types in a tenth of its time (it encodes, then decodes to check).
/// X509_get0_pubkey knows no key afterwards.
void set_public_key_bytes(x509_st* certificate, const evp_pkey_st* key);

} // namespace mqttx::pki
