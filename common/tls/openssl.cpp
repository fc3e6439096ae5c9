// SPDX-License-Identifier: Apache-2.0
#include "common/tls/openssl.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/tls/handles.hpp"

#include <climits>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace mqttx::tls {

void FreeCertificate::operator()(x509_st* certificate) const noexcept {
    X509_free(certificate);
}

void FreeRevocationList::operator()(X509_crl_st* list) const noexcept {
    X509_CRL_free(list);
}

void FreeKey::operator()(evp_pkey_st* key) const noexcept {
    EVP_PKEY_free(key);
}

void free_buffer(void* buffer) noexcept {
    OPENSSL_free(buffer);
}

BioHandle open_memory(ByteView bytes) {
    if (bytes.size() > INT_MAX) {
        throw Error{ErrorKind::local, cat("a file of ", bytes.size(), " bytes is too large")};
    }
    // A null pointer is refused even where there is nothing to read.
    const void* start = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    BioHandle memory{BIO_new_mem_buf(start, static_cast<int>(bytes.size()))};
    require(memory != nullptr, "opening a memory stream");
    return memory;
}

BioHandle new_secret_memory() {
    BioHandle memory{BIO_new(BIO_s_secmem())};
    require(memory != nullptr, "opening a memory stream");
    return memory;
}

ByteView content(BIO* memory) noexcept {
    char* start = nullptr;
    const long size = BIO_get_mem_data(memory, &start);
    return as_bytes({start, size > 0 ? static_cast<std::size_t>(size) : 0});
}

void drop_errors() noexcept {
    ERR_clear_error();
}

std::string take_error_text() {
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "unknown reason" : reason;
}

void require(bool succeeded, std::string_view operation) {
    if (!succeeded) {
        throw Error{ErrorKind::local, cat(operation, " failed: ", take_error_text())};
    }
}

} // namespace mqttx::tls
