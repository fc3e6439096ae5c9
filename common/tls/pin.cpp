// SPDX-License-Identifier: Apache-2.0
#include "common/tls/pin.hpp"

#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>

namespace mqttx::tls {

Pin pin_of(const x509_st* certificate) {
    std::uint8_t* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    require(size > 0, "encoding a public key");
    const BufferHandle owner{der};
    Pin pin{};
    const int hashed =
        EVP_Digest(der, static_cast<std::size_t>(size), pin.data(), nullptr, EVP_sha256(), nullptr);
    require(hashed == 1, "hashing a public key");
    return pin;
}

std::string pin_text(const Pin& pin) {
    return to_base64(pin);
}

Pin parse_pin(std::string_view text) {
    constexpr std::string_view prefix = "sha256//";
    const auto bytes = from_base64(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
    Pin pin{};
    if (!bytes || bytes->size() != pin.size()) {
        throw Error{
            ErrorKind::usage,
            cat("the pin ", in_quotes(text), " is not the base64 of a SHA-256 (44 characters)"),
            "mqttx cert show FILE prints the pin of a certificate"};
    }
    std::copy(bytes->begin(), bytes->end(), pin.begin());
    return pin;
}

} // namespace mqttx::tls
