// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/zoo_keeper.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <vector>

namespace mqttx::pki {

namespace {

/// Takes every part of the subject away, then puts in what is given.
void set_subject_part(x509_st* certificate, int nid, int type, std::string_view text) {
    X509_NAME_add_entry_by_NID(
        X509_get_subject_name(certificate),
        nid,
        type,
        as_bytes(text).data(),
        static_cast<int>(text.size()),
        -1,
        0
    );
}

void clear_subject(x509_st* certificate) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    while (X509_NAME_entry_count(subject) > 0) {
        X509_NAME_ENTRY_free(X509_NAME_delete_entry(subject, 0));
    }
}

Spoil common_name(int type, std::string text) {
    return [type, text = std::move(text)](x509_st* certificate) {
        clear_subject(certificate);
        set_subject_part(certificate, NID_commonName, type, text);
    };
}

Spoil names(const char* value) {
    return [value](x509_st* certificate) {
        replace_extension(certificate, NID_subject_alt_name, value);
    };
}

Spoil serial_of_octets(std::vector<std::uint8_t> octets) {
    return [octets = std::move(octets)](x509_st* certificate) {
        ASN1_STRING_set(
            X509_get_serialNumber(certificate), octets.data(), static_cast<int>(octets.size())
        );
    };
}

KeyHandle weak_key() {
    constexpr unsigned weak_bits = 1024;
    KeyHandle key{EVP_RSA_gen(weak_bits)};
    tls::require(key != nullptr, "making a weak key");
    return key;
}

void add_unknown_extension(x509_st* certificate) {
    const Handle<ASN1_OBJECT, &ASN1_OBJECT_free> kind{OBJ_txt2obj("1.2.3.4", 1)};
    const Handle<ASN1_OCTET_STRING, &ASN1_OCTET_STRING_free> value{ASN1_OCTET_STRING_new()};
    const std::uint8_t null[]{5, 0};
    ASN1_OCTET_STRING_set(value.get(), null, sizeof null);
    X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, kind.get(), 1, value.get());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

void add_empty_names(x509_st* certificate) {
    remove_extension(certificate, NID_subject_alt_name);
    const Handle<GENERAL_NAMES, &GENERAL_NAMES_free> none{GENERAL_NAMES_new()};
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, none.get(), 0, X509V3_ADD_APPEND);
}

void make_v1(x509_st* certificate) {
    while (X509_get_ext_count(certificate) > 0) {
        X509_EXTENSION_free(X509_delete_ext(certificate, 0));
    }
    X509_set_version(certificate, X509_VERSION_1);
}

} // namespace

void add_form_specimens(ZooKeeper& keeper) {
    keeper.add(
        {.name = "version-1",
         .fault = "it has no extensions at all, as the recipe of three lines makes it",
         .verdict = "host-differs",
         .rules = {"version"}},
        server_order(),
        &make_v1
    );
    const KeyHandle weak = weak_key();
    keeper.add(
        {.name = "weak-key",
         .fault = "its RSA key has 1024 bits",
         .verdict = "too-weak",
         .rules = {"key-weak"}},
        server_order(),
        [&weak](x509_st* certificate) {
            tls::require(X509_set_pubkey(certificate, weak.get()) == 1, "giving a weak key");
        }
    );
    keeper.last().key = private_key_pem(weak.get(), {});
    const CertificateHandle old = keeper.add(
        {.name = "weak-signature",
         .fault = "it is signed with SHA-1",
         .verdict = "too-weak",
         .rules = {"signature-weak"}},
        server_order()
    );
    sign_again(old.get(), keeper.root().key.get(), "SHA1");
    keeper.last().certificate = certificate_pem(old.get());
    const CertificateHandle altered = keeper.add(
        {.name = "altered", .fault = "it was altered", .verdict = "bad-signature"}, server_order()
    );
    const KeyHandle forger = generate_key(KeyType::p256);
    sign_again(altered.get(), forger.get());
    keeper.last().certificate = certificate_pem(altered.get());
    keeper.add(
        {.name = "serial-zero",
         .fault = "its serial number is 0",
         .rules = {"serial-not-positive"}},
        server_order(),
        serial_of_octets({0})
    );
    keeper.add(
        {.name = "serial-long",
         .fault = "its serial number has 21 octets",
         .rules = {"serial-too-long"}},
        server_order(),
        serial_of_octets(std::vector<std::uint8_t>(21, 0x55))
    );
    keeper.add(
        {.name = "serial-short", .fault = "its serial number is 1", .rules = {"serial-too-short"}},
        server_order(),
        serial_of_octets({1})
    );
    keeper.add(
        {.name = "time-form", .fault = "a date has the wrong form", .rules = {"time-form"}},
        server_order(),
        [](x509_st* certificate) {
            ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20350101000000Z");
        }
    );
    keeper.add(
        {.name = "extension-unknown",
         .fault = "a critical extension is there that nobody knows",
         .verdict = "extension-unknown",
         .rules = {"extension-unknown"}},
        server_order(),
        &add_unknown_extension
    );
    keeper.add(
        {.name = "usage-for-key",
         .fault = "an elliptic key is said to encrypt keys",
         .rules = {"usage-for-key"}},
        server_order(),
        [](x509_st* certificate) {
            replace_extension(
                certificate, NID_key_usage, "critical,digitalSignature,keyEncipherment"
            );
        }
    );
    keeper.add(
        {.name = "no-authority-key",
         .fault = "it has no authority key identifier: Python 3.13 refuses it",
         .rules = {"authority-key-id-missing"}},
        server_order(),
        [](x509_st* certificate) { remove_extension(certificate, NID_authority_key_identifier); }
    );
}

void add_name_specimens(ZooKeeper& keeper) {
    keeper.add(
        {.name = "common-name-only",
         .fault = "it has no alternative name: libmosquitto takes it, Go and browsers do not",
         .verdict = "host-differs",
         .rules = {"names-missing"}},
        server_order(),
        [](x509_st* certificate) { remove_extension(certificate, NID_subject_alt_name); }
    );
    keeper.add(
        {.name = "other-host", .fault = "it is for another host", .verdict = "host-differs"},
        server_order(),
        names("DNS:broker.example")
    );
    keeper.add(
        {.name = "address-as-name",
         .fault = "the address stands there as a DNS name",
         .host = "127.0.0.1",
         .verdict = "host-differs",
         .rules = {"name-address"}},
        server_order(),
        names("DNS:127.0.0.1")
    );
    keeper.add(
        {.name = "wildcard-inside",
         .fault = "a wildcard is not the whole label",
         .host = "broker1.example.org",
         .verdict = "host-differs",
         .rules = {"name-wildcard"}},
        server_order(),
        names("DNS:broker*.example.org")
    );
    keeper.add(
        {.name = "names-empty",
         .fault = "its alternative names are empty",
         .verdict = "host-differs",
         .rules = {"names-empty"}},
        server_order(),
        &add_empty_names
    );
    keeper.add(
        {.name = "plus-name",
         .fault = "the user name has a +, and patterns with %u refuse it",
         .rules = {"common-name-topic"}},
        client_order("x"),
        common_name(V_ASN1_UTF8STRING, "a+b")
    );
    keeper.add(
        {.name = "slash-name",
         .fault = "the user name has a /, which divides topic levels",
         .rules = {"common-name-topic"}},
        client_order("x"),
        common_name(V_ASN1_UTF8STRING, "a/b")
    );
    keeper.add(
        {.name = "wide-name",
         .fault = "the user name is a BMPString: the broker reads rubbish",
         .rules = {"name-encoding"}},
        client_order("x"),
        common_name(V_ASN1_BMPSTRING, std::string{"\0a\0b", 4})
    );
    keeper.add(
        {.name = "nul-name",
         .fault = "the user name has a NUL: 'admin' to who stops there",
         .rules = {"common-name-control"}},
        client_order("x"),
        common_name(V_ASN1_UTF8STRING, std::string{"admin\0x", 7})
    );
    keeper.add(
        {.name = "no-common-name",
         .fault = "it brings no user name",
         .rules = {"common-name-missing"}},
        client_order("x"),
        [](x509_st* certificate) {
            clear_subject(certificate);
            set_subject_part(certificate, NID_organizationName, V_ASN1_UTF8STRING, "zoo");
        }
    );
    keeper.add(
        {.name = "two-common-names",
         .fault = "it has two common names: the broker takes the first",
         .rules = {"common-name-several"}},
        client_order("first"),
        [](x509_st* certificate) {
            set_subject_part(certificate, NID_commonName, V_ASN1_UTF8STRING, "second");
        }
    );
    keeper.add(
        {.name = "mail-in-subject",
         .fault = "a mail address stands in the subject",
         .rules = {"mail-in-subject"}},
        client_order("mail"),
        [](x509_st* certificate) {
            set_subject_part(
                certificate, NID_pkcs9_emailAddress, V_ASN1_IA5STRING, "me@example.org"
            );
        }
    );
}

} // namespace mqttx::pki
