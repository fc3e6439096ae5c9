// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/issue.hpp"
#include "common/pki/key.hpp"
#include "common/pki/zoo.hpp"

#include <functional>
#include <optional>
#include <string_view>

/// For zoo.cpp and its tables alone.
namespace mqttx::pki {

/// A CA of the zoo.
struct ZooAuthority {
    KeyHandle key;
    CertificateHandle certificate;

    [[nodiscard]] Issuer issuer() const { return {certificate.get(), key.get()}; }
};

/// How a good certificate is spoilt before it is signed again.
using Spoil = std::function<void(x509_st*)>;

/// Makes certificates, good ones first.
class ZooKeeper {
  public:
    explicit ZooKeeper(std::time_t now);

    [[nodiscard]] std::time_t now() const noexcept { return now_; }

    [[nodiscard]] const ZooAuthority& root() const noexcept { return root_; }

    [[nodiscard]] ZooAuthority other_root(const std::string& name) const;
    [[nodiscard]] ZooAuthority below(
        const ZooAuthority& above,
        const std::string& name,
        const Spoil& spoil = {},
        int path_length = 0
    ) const;

    /// Takes the specimen with a certificate by `order`, spoilt and signed by `issuer` (the root
    /// unless given; null: by itself).
    CertificateHandle
    add(Specimen specimen,
        Order order,
        const Spoil& spoil = {},
        const ZooAuthority* issuer = nullptr,
        KeyType type = KeyType::p256);

    /// The one that was added last, whose file can be made longer.
    [[nodiscard]] Specimen& last() { return specimens_.back(); }

    [[nodiscard]] std::vector<Specimen> take() { return std::move(specimens_); }

  private:
    std::time_t now_;
    ZooAuthority root_;
    std::vector<Specimen> specimens_;
};

Order server_order();
Order client_order(std::string_view name);

/// Signs again with a digest ("SHA256" unless told).
void sign_again(x509_st* certificate, evp_pkey_st* key, const char* digest = "SHA256");

void remove_extension(x509_st* certificate, int nid);
/// Puts `value` in OpenSSL's words in the place of the extension.
void replace_extension(x509_st* certificate, int nid, const char* value);

void add_role_specimens(ZooKeeper& keeper);
void add_chain_specimens(ZooKeeper& keeper);
void add_form_specimens(ZooKeeper& keeper);
void add_name_specimens(ZooKeeper& keeper);

} // namespace mqttx::pki
