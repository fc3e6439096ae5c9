// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"
#include "common/tls/handles.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::tls {

/// The largest PEM file that is read: a bundle of every public CA is a quarter of it.
inline constexpr std::size_t max_pem_size = std::size_t{1} << 20U;

/// Every certificate of a PEM file in its order, at least one; other blocks (a key beside it) are
/// passed over. `name` stands for the file in messages. Throws Error(local) saying what the file
/// holds instead.
std::vector<CertificateHandle> read_certificates(ByteView pem, const std::string& name);

/// Every certificate revocation list of a PEM file, at least one. Throws Error(local).
std::vector<RevocationListHandle> read_revocation_lists(ByteView pem, const std::string& name);

/// The first private key of a PEM file: PKCS#8 or the older forms, encrypted or not. Never asks on
/// a terminal. Throws Error(local): encrypted and no password, wrong password, no key inside.
KeyHandle
read_private_key(ByteView pem, const std::optional<Secret>& password, const std::string& name);

/// The same for a key in DER.
KeyHandle
read_private_key_der(ByteView der, const std::optional<Secret>& password, const std::string& name);

} // namespace mqttx::tls
