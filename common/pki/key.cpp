// SPDX-License-Identifier: Apache-2.0
#include "common/pki/key.hpp"

#include "common/base/text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>

namespace mqttx::pki {

namespace {

using Generator = Handle<EVP_PKEY_CTX, &EVP_PKEY_CTX_free>;

Generator generator(const char* algorithm) {
    Generator made{EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr)};
    tls::require(made && EVP_PKEY_keygen_init(made.get()) == 1, "preparing a key");
    return made;
}

Generator curve(const char* name) {
    Generator made = generator("EC");
    tls::require(EVP_PKEY_CTX_set_group_name(made.get(), name) == 1, "choosing a curve");
    return made;
}

Generator rsa(int bits) {
    Generator made = generator("RSA");
    tls::require(EVP_PKEY_CTX_set_rsa_keygen_bits(made.get(), bits) == 1, "choosing a key size");
    return made;
}

Generator generator_of(KeyType type) {
    switch (type) {
    case KeyType::p256:
        return curve("P-256");
    case KeyType::p384:
        return curve("P-384");
    case KeyType::ed25519:
        return generator("ED25519");
    case KeyType::rsa2048:
        return rsa(2048);
    case KeyType::rsa3072:
        return rsa(3072);
    case KeyType::rsa4096:
        break;
    }
    return rsa(4096);
}

void write_encrypted(BIO* out, const EVP_PKEY* key, const Secret& passphrase) {
    constexpr int rounds = 600'000;
    constexpr int salt_size = 16;
    constexpr int pbes2 = -1;
    const Handle<PKCS8_PRIV_KEY_INFO, &PKCS8_PRIV_KEY_INFO_free> plain{EVP_PKEY2PKCS8(key)};
    tls::require(plain != nullptr, "encoding a private key");
    const std::string_view text = passphrase.expose_text();
    const Handle<X509_SIG, &X509_SIG_free> encrypted{PKCS8_encrypt(
        pbes2,
        EVP_aes_256_cbc(),
        text.data(),
        static_cast<int>(text.size()),
        nullptr,
        salt_size,
        rounds,
        plain.get()
    )};
    tls::require(
        encrypted && PEM_write_bio_PKCS8(out, encrypted.get()) == 1, "encrypting a private key"
    );
}

} // namespace

struct KeyMaker::State {
    Generator generator;
};

KeyMaker::KeyMaker(KeyType type) : state_{new State{generator_of(type)}} {}

KeyMaker::~KeyMaker() = default;

KeyHandle KeyMaker::make() {
    tls::drop_errors();
    EVP_PKEY* key = nullptr;
    tls::require(EVP_PKEY_generate(state_->generator.get(), &key) == 1, "generating a key");
    return KeyHandle{key};
}

KeyHandle generate_key(KeyType type) {
    return KeyMaker{type}.make();
}

Secret private_key_pem(const evp_pkey_st* key, const std::optional<Secret>& passphrase) {
    tls::drop_errors();
    const tls::BioHandle out = tls::new_secret_memory();
    if (passphrase) {
        write_encrypted(out.get(), key, *passphrase);
    } else {
        const int written =
            PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
        tls::require(written == 1, "writing a private key");
    }
    return Secret{tls::content(out.get())};
}

std::optional<std::string> key_pin_in(ByteView pem) {
    tls::drop_errors();
    const auto never_asked = [](char*, int, int, void*) { return -1; };
    const tls::BioHandle in = tls::open_memory(pem);
    const KeyHandle key{PEM_read_bio_PrivateKey(in.get(), nullptr, never_asked, nullptr)};
    tls::drop_errors();
    if (key == nullptr) {
        return std::nullopt;
    }
    return key_pin(key.get());
}

std::string key_pin(const evp_pkey_st* key) {
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const tls::BufferHandle owner{der};
    tls::require(size > 0, "encoding a public key");
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned hash_size = 0;
    tls::require(
        EVP_Digest(
            der, static_cast<std::size_t>(size), hash.data(), &hash_size, EVP_sha256(), nullptr
        ) == 1,
        "hashing a public key"
    );
    return to_base64(ByteView{hash}.first(hash_size));
}

std::string describe_key(const evp_pkey_st* key) {
    if (key == nullptr) {
        return "unknown";
    }
    if (EVP_PKEY_is_a(key, "RSA") == 1) {
        return cat("RSA ", EVP_PKEY_get_bits(key));
    }
    if (EVP_PKEY_is_a(key, "ED25519") == 1) {
        return "Ed25519";
    }
    std::array<char, 64> group{};
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1) {
        const char* nist = EC_curve_nid2nist(OBJ_txt2nid(group.data()));
        return nist != nullptr ? nist : group.data();
    }
    const char* name = EVP_PKEY_get0_type_name(key);
    return name != nullptr ? name : "unknown";
}

} // namespace mqttx::pki
