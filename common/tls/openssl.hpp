// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/handle.hpp"

#include <openssl/bio.h>

#include <string>
#include <string_view>

/// The seam to OpenSSL's error queue and memory streams, for common/tls and common/pki alone.
namespace mqttx::tls {

using BioHandle = Handle<BIO, &BIO_free_all>;

/// OPENSSL_free as a function (it is a macro).
void free_buffer(void* buffer) noexcept;

/// What the i2d_ functions and ASN1_STRING_to_UTF8 allocate.
using BufferHandle = Handle<std::uint8_t, &free_buffer>;

/// A stream over bytes that must outlive it.
BioHandle open_memory(ByteView bytes);

/// An empty stream that is wiped when it goes.
BioHandle new_secret_memory();

/// What was written to a memory stream; valid until it is written to or freed.
ByteView content(BIO* memory) noexcept;

/// Forgets what earlier operations left in the error queue: a stale entry there spoils the verdict
/// of the next one. Call it before each group of operations.
void drop_errors() noexcept;

/// The words of the newest entry of the queue, which is emptied; "unknown reason" when there is
/// none.
std::string take_error_text();

/// For calls that only fail when memory or the library is broken: throws Error(local) naming
/// `operation` and the library's reason when `succeeded` is false.
void require(bool succeeded, std::string_view operation);

} // namespace mqttx::tls
