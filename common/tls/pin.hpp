// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

struct x509_st;

namespace mqttx::tls {

/// SHA-256 of a SubjectPublicKeyInfo (RFC 7469 section 2.4).
using Pin = std::array<std::uint8_t, 32>;

/// The pin of a certificate's public key.
Pin pin_of(const x509_st* certificate);

/// Base64, as --pin-sha256 takes it.
std::string pin_text(const Pin& pin);

/// Reads base64 of 32 bytes, with or without "sha256//" before it. Throws Error(usage).
Pin parse_pin(std::string_view text);

} // namespace mqttx::tls
