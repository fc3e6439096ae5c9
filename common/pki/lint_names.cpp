// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/pki/alternative_name.hpp"
#include "common/pki/lint_parts.hpp"
#include "common/pki/user_name.hpp"

#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace mqttx::pki {

namespace {

constexpr std::string_view dns_prefix = "DNS:";

bool is_address(const std::string& text) {
    std::array<std::uint8_t, sizeof(in6_addr)> raw{};
    return inet_pton(AF_INET, text.c_str(), raw.data()) == 1 ||
           inet_pton(AF_INET6, text.c_str(), raw.data()) == 1;
}

void lint_dns_name(const std::string& name, LintSink& sink) {
    const auto is_odd = [](char each) {
        const bool is_letter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
        const bool is_other = (each >= '0' && each <= '9') || each == '-' || each == '.' ||
                              each == '_' || each == '*';
        return !is_letter && !is_other;
    };
    if (name.empty()) {
        sink.found("name-empty", "DNS:");
    } else if (is_address(name)) {
        sink.found("name-address", cat(dns_prefix, name));
    } else if (std::any_of(name.begin(), name.end(), is_odd)) {
        sink.found("name-malformed", cat(dns_prefix, name));
    } else if (name.find('*') != std::string::npos && (!name.starts_with("*.") || name.find('*', 1) != std::string::npos)) {
        sink.found("name-wildcard", cat(dns_prefix, name));
    } else if (name.find('_') != std::string::npos) {
        sink.found("name-underscore", cat(dns_prefix, name));
    }
}

struct Bound {
    int nid;
    std::size_t characters;
};

constexpr std::array<Bound, 6> bounds{
    {{NID_commonName, 64},
     {NID_organizationName, 64},
     {NID_organizationalUnitName, 64},
     {NID_serialNumber, 64},
     {NID_countryName, 2},
     {NID_pkcs9_emailAddress, 255}}};

std::size_t characters_in(const ASN1_STRING* text) {
    constexpr int wide = 2;
    const int type = ASN1_STRING_type(text);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(text));
    if (type == V_ASN1_BMPSTRING) {
        return size / wide;
    }
    const auto* bytes = ASN1_STRING_get0_data(text);
    constexpr unsigned continuation_mask = 0xC0;
    constexpr unsigned continuation = 0x80;
    return type != V_ASN1_UTF8STRING
               ? size
               : static_cast<std::size_t>(std::count_if(bytes, bytes + size, [](unsigned byte) {
                     return (byte & continuation_mask) != continuation;
                 }));
}

void lint_attribute(const X509_NAME_ENTRY* entry, LintSink& sink) {
    const int nid = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
    const ASN1_STRING* text = X509_NAME_ENTRY_get_data(entry);
    const char* name = OBJ_nid2sn(nid);
    const std::string label = name == nullptr ? "an attribute" : name;
    for (const Bound& bound : bounds) {
        const std::size_t characters = characters_in(text);
        if (bound.nid == nid && characters > bound.characters) {
            sink.found(
                "name-too-long",
                cat(label, " has ", characters, " characters, at most ", bound.characters, " go")
            );
        }
    }
    const int type = ASN1_STRING_type(text);
    const bool is_mail = nid == NID_pkcs9_emailAddress;
    const bool is_component = nid == NID_domainComponent;
    sink.require(
        type == V_ASN1_UTF8STRING || type == V_ASN1_PRINTABLESTRING ||
            (type == V_ASN1_IA5STRING && (is_mail || is_component)),
        "name-encoding",
        cat(label, " is a ", ASN1_tag2str(type))
    );
    sink.require(!is_mail, "mail-in-subject", label);
}

std::size_t lint_subject(const X509* certificate, LintSink& sink) {
    const X509_NAME* subject = X509_get_subject_name(certificate);
    std::size_t common_names = 0;
    for (int at = 0; at < X509_NAME_entry_count(subject); ++at) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(subject, at);
        lint_attribute(entry, sink);
        if (OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) == NID_commonName) {
            ++common_names;
        }
    }
    return common_names;
}

void lint_client(const LintedCertificate& subject, std::size_t common_names, LintSink& sink) {
    const CertificateFacts& facts = subject.facts;
    const std::string user = user_names_of(subject.certificate).identity;
    sink.require(common_names > 0, "common-name-missing", facts.subject);
    sink.require(common_names < 2, "common-name-several", facts.subject);
    if (facts.common_name && facts.common_name->find_first_of("+#/") != std::string::npos) {
        sink.found("common-name-topic", in_quotes(*facts.common_name));
    }
    const auto is_control = [](unsigned char each) { return std::iscntrl(each) != 0; };
    if (std::any_of(user.begin(), user.end(), is_control)) {
        sink.found("common-name-control", in_quotes(user));
    }
    sink.require(!facts.names.empty(), "client-names-missing", "none");
}

void lint_server(const CertificateFacts& facts, LintSink& sink) {
    sink.require(!facts.names.empty(), "names-missing", facts.subject);
    if (facts.names.empty() || !facts.common_name) {
        return;
    }
    const auto matches = [&](const std::string& name) {
        const std::size_t colon = name.find(':');
        std::string lower = *facts.common_name;
        std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char each) {
            return static_cast<char>(std::tolower(each));
        });
        const std::string_view bare = std::string_view{name}.substr(colon + 1);
        return bare == lower || bare == *facts.common_name;
    };
    sink.require(
        std::any_of(facts.names.begin(), facts.names.end(), matches),
        "common-name-elsewhere",
        in_quotes(*facts.common_name)
    );
}

} // namespace

void lint_names(const LintedCertificate& subject, LintSink& sink) {
    const std::size_t common_names = lint_subject(subject.certificate, sink);
    const CertificateFacts& facts = subject.facts;
    for (const std::string& name : facts.names) {
        if (name.starts_with(dns_prefix)) {
            lint_dns_name(name.substr(dns_prefix.size()), sink);
        }
    }
    const bool has_extension =
        X509_get_ext_by_NID(subject.certificate, NID_subject_alt_name, -1) >= 0;
    if (has_extension && facts.names.empty()) {
        sink.found("names-empty", "no name in it");
        return;
    }
    if (subject.is_client && !subject.is_server) {
        lint_client(subject, common_names, sink);
    } else if (subject.is_server) {
        lint_server(facts, sink);
    }
}

} // namespace mqttx::pki
