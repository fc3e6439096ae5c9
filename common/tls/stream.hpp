// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

namespace mqttx::tls {

/// Whether decrypted bytes wait inside an SSL (poll() cannot see them). `ssl` may be null.
bool has_buffered_input(const void* ssl) noexcept;

/// Writes bytes into an established connection, as far as they go at once. Answers whether all
/// went.
bool write_now(void* ssl, ByteView bytes) noexcept;

} // namespace mqttx::tls
