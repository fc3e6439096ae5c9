// SPDX-License-Identifier: Apache-2.0
#include "common/tls/stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace mqttx::tls {

bool has_buffered_input(const void* ssl) noexcept {
    return ssl != nullptr && SSL_pending(static_cast<const SSL*>(ssl)) > 0;
}

bool write_now(void* ssl, ByteView bytes) noexcept {
    return SSL_write(static_cast<SSL*>(ssl), bytes.data(), static_cast<int>(bytes.size())) ==
           static_cast<int>(bytes.size());
}

std::optional<std::size_t> write_some(void* ssl, ByteView bytes) noexcept {
    auto* const connection = static_cast<SSL*>(ssl);
    std::size_t written = 0;
    ERR_clear_error();
    if (SSL_write_ex(connection, bytes.data(), bytes.size(), &written) == 1) {
        return written;
    }
    const auto reason = SSL_get_error(connection, 0);
    const bool is_busy = reason == SSL_ERROR_WANT_WRITE || reason == SSL_ERROR_WANT_READ;
    return is_busy ? std::optional<std::size_t>{0} : std::nullopt;
}

std::optional<std::size_t> read_some(void* ssl, std::span<std::uint8_t> into, bool peek) noexcept {
    auto* const connection = static_cast<SSL*>(ssl);
    std::size_t count = 0;
    ERR_clear_error();
    const int result = peek ? SSL_peek_ex(connection, into.data(), into.size(), &count)
                            : SSL_read_ex(connection, into.data(), into.size(), &count);
    const bool is_early = result != 1 && SSL_get_error(connection, result) == SSL_ERROR_WANT_READ;
    return is_early ? std::nullopt : std::optional{result == 1 ? count : 0};
}

} // namespace mqttx::tls
