// SPDX-License-Identifier: Apache-2.0
#include "common/pki/digest.hpp"

#include "common/tls/openssl.hpp"

#include <openssl/evp.h>

#include <array>

namespace mqttx::pki {

std::string sha256_text(ByteView bytes) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    tls::require(
        EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) == 1,
        "hashing"
    );
    return to_hex(ByteView{hash}.first(size));
}

} // namespace mqttx::pki
