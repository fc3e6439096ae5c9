// SPDX-License-Identifier: Apache-2.0
#include "common/keys/thumbprint.hpp"

#include "common/base/text.hpp"

#include <botan/hash.h>

namespace mqttx::keys {

Thumbprint thumbprint(const Key& pair) {
    // The members in this order and without a blank (RFC 7638 section 3).
    const auto text =
        cat(R"({"crv":")",
            pair.type == KeyType::x25519 ? "X25519" : "Ed25519",
            R"(","kty":"OKP","x":")",
            to_base64url(pair.public_key),
            R"("})");
    const auto hash = Botan::HashFunction::create_or_throw("SHA-256");
    hash->update(text);
    Thumbprint digest{};
    hash->final(digest.data());
    return digest;
}

std::string kid_of(const Key& pair) {
    return to_base64url(thumbprint(pair)).substr(0, 8);
}

} // namespace mqttx::keys
