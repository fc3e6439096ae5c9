// SPDX-License-Identifier: Apache-2.0
#include "common/tls/certificate_text.hpp"

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <array>

namespace mqttx::tls {

namespace {

std::string_view text_of(const ASN1_STRING* string) {
    const std::uint8_t* start = ASN1_STRING_get0_data(string);
    const int size = ASN1_STRING_length(string);
    return start == nullptr || size <= 0 ? std::string_view{}
                                         : as_text({start, static_cast<std::size_t>(size)});
}

std::string ip_text(const ASN1_STRING* octets) {
    const std::string_view raw = text_of(octets);
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = raw.size() == 4 ? AF_INET : AF_INET6;
    if (raw.size() != 4 && raw.size() != 16) {
        return cat("(malformed address of ", raw.size(), " bytes)");
    }
    return inet_ntop(family, raw.data(), text.data(), text.size());
}

std::string general_name_text(const GENERAL_NAME& name) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(&name, &type);
    switch (type) {
    case GEN_DNS:
        return cat("DNS:", text_of(static_cast<const ASN1_STRING*>(value)));
    case GEN_IPADD:
        return cat("IP:", ip_text(static_cast<const ASN1_STRING*>(value)));
    case GEN_URI:
        return cat("URI:", text_of(static_cast<const ASN1_STRING*>(value)));
    case GEN_EMAIL:
        return cat("email:", text_of(static_cast<const ASN1_STRING*>(value)));
    case GEN_DIRNAME:
        return cat("directory:", name_text(static_cast<const X509_NAME*>(value)));
    default:
        return "other";
    }
}

} // namespace

std::string name_text(const X509_NAME* name) {
    const BioHandle memory{BIO_new(BIO_s_mem())};
    // RFC 2253 escapes what is special, without turning UTF-8 into \XX.
    constexpr unsigned long flags =
        XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    if (memory == nullptr || X509_NAME_print_ex(memory.get(), name, 0, flags) < 0) {
        return "(malformed name)";
    }
    const std::string text{as_text(content(memory.get()))};
    return text.empty() ? "(no name)" : text;
}

std::optional<std::string> common_name(const X509_NAME* name) {
    const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0) {
        return std::nullopt;
    }
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index));
    std::uint8_t* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, value);
    if (size < 0) {
        return std::nullopt;
    }
    const BufferHandle owner{utf8};
    return std::string{as_text({utf8, static_cast<std::size_t>(size)})};
}

std::vector<std::string> alternative_names(const X509* certificate) {
    const Handle<GENERAL_NAMES, &GENERAL_NAMES_free> names{static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)
    )};
    std::vector<std::string> texts;
    for (int index = 0; names != nullptr && index < sk_GENERAL_NAME_num(names.get()); ++index) {
        texts.push_back(general_name_text(*sk_GENERAL_NAME_value(names.get(), index)));
    }
    return texts;
}

std::string issuer_sha256(const X509* certificate) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    require(
        X509_NAME_digest(X509_get_issuer_name(certificate), EVP_sha256(), hash.data(), &size) == 1,
        "hashing a name"
    );
    return to_hex(ByteView{hash}.first(size));
}

std::vector<std::string> extended_key_usages(const X509* certificate) {
    const Handle<EXTENDED_KEY_USAGE, &EXTENDED_KEY_USAGE_free> usages{
        static_cast<EXTENDED_KEY_USAGE*>(
            X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)
        )};
    std::vector<std::string> texts;
    for (int index = 0; usages != nullptr && index < sk_ASN1_OBJECT_num(usages.get()); ++index) {
        const ASN1_OBJECT* usage = sk_ASN1_OBJECT_value(usages.get(), index);
        const int nid = OBJ_obj2nid(usage);
        std::array<char, 128> number{};
        OBJ_obj2txt(number.data(), number.size(), usage, 1);
        texts.emplace_back(nid == NID_undef ? number.data() : OBJ_nid2sn(nid));
    }
    return texts;
}

std::string serial_text(const ASN1_INTEGER* serial) {
    const std::string_view sign =
        ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? std::string_view{"-"} : std::string_view{};
    const std::string_view octets = text_of(serial);
    return cat(sign, octets.empty() ? "00" : to_hex(as_bytes(octets)));
}

std::optional<std::time_t> unix_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        return std::nullopt;
    }
    return timegm(&parts);
}

std::string time_text(const ASN1_TIME* time) {
    const auto seconds = unix_time(time);
    return seconds ? time_text(*seconds) : "(malformed time)";
}

} // namespace mqttx::tls
