// SPDX-License-Identifier: Apache-2.0
#include "common/pki/user_name.hpp"

#include "common/base/utf8.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/x509.h>

namespace mqttx::pki {

namespace {

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto character = decode_utf8(text);
        if (!character) {
            return false;
        }
        text.remove_prefix(character->length);
    }
    return true;
}

void read_identity(X509_NAME* subject, UserNames& names) {
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) {
        names.identity_fault = "it has no common name";
        return;
    }
    // The bytes as they are: a BMPString comes out as rubbish there, and so it does here.
    const ASN1_STRING* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(text));
    names.identity = std::string{as_text({ASN1_STRING_get0_data(text), size})};
    if (names.identity.empty()) {
        names.identity_fault = "its common name is empty";
    } else if (names.identity.find('\0') != std::string::npos) {
        names.identity_fault = "its common name has a NUL";
    } else if (!is_utf8(names.identity)) {
        names.identity_fault = "its common name is not UTF-8";
    }
}

} // namespace

UserNames user_names_of(const x509_st* certificate) {
    tls::drop_errors();
    UserNames names;
    X509_NAME* subject = X509_get_subject_name(certificate);
    read_identity(subject, names);
    const tls::BioHandle out = tls::new_secret_memory();
    tls::require(
        X509_NAME_print_ex(out.get(), subject, 0, XN_FLAG_RFC2253) >= 0, "writing a subject"
    );
    names.subject = std::string{as_text(tls::content(out.get()))};
    return names;
}

} // namespace mqttx::pki
