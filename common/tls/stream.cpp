// SPDX-License-Identifier: Apache-2.0
#include "common/tls/stream.hpp"

#include <openssl/ssl.h>

namespace mqttx::tls {

bool has_buffered_input(const void* ssl) noexcept {
    return ssl != nullptr && SSL_pending(static_cast<const SSL*>(ssl)) > 0;
}

bool write_now(void* ssl, ByteView bytes) noexcept {
    return SSL_write(static_cast<SSL*>(ssl), bytes.data(), static_cast<int>(bytes.size())) ==
           static_cast<int>(bytes.size());
}

} // namespace mqttx::tls
