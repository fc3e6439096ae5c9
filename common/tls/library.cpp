// SPDX-License-Identifier: Apache-2.0
#include "common/tls/library.hpp"

#include <openssl/crypto.h>

namespace mqttx::tls {

const char* library_version() noexcept {
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

void skip_configuration() noexcept {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

} // namespace mqttx::tls
