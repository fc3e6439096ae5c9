// SPDX-License-Identifier: Apache-2.0
#include "common/cose/aead.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cose/long_cipher.hpp"

#include <botan/aead.h>
#include <botan/exceptn.h>
#include <botan/version.h>

#include <algorithm>
#include <utility>

namespace mqttx::cose {

namespace {

using keys::Algorithm;

const char* botan_name(Algorithm algorithm) noexcept {
    switch (algorithm) {
    case Algorithm::a128gcm:
        return "AES-128/GCM";
    case Algorithm::a256gcm:
        return "AES-256/GCM";
    case Algorithm::chacha20_poly1305:
        return "ChaCha20Poly1305";
    case Algorithm::aes_ccm_16_64_128:
        return "AES-128/CCM(8,2)"; // a tag of 8 bytes, a length field of 2
    case Algorithm::a192gcm:
        return "AES-192/GCM";
    case Algorithm::aes_ccm_16_128_128:
        return "AES-128/CCM(16,2)";
    case Algorithm::aes_ccm_16_128_256:
        return "AES-256/CCM(16,2)";
    }
    return "";
}

#if BOTAN_VERSION_MAJOR >= 3
using Direction = Botan::Cipher_Dir;
constexpr auto encryption = Direction::Encryption;
constexpr auto decryption = Direction::Decryption;
#else
using Direction = Botan::Cipher_Dir;
constexpr auto encryption = Direction::ENCRYPTION;
constexpr auto decryption = Direction::DECRYPTION;
#endif

} // namespace

struct Aead::Cipher {
    std::unique_ptr<Botan::AEAD_Mode> mode;
    Algorithm algorithm{};
    Secret key{};
    Use use{};
    Botan::secure_vector<std::uint8_t> buffer{}; ///< kept, so that a message allocates nothing
    std::unique_ptr<LongCipher> for_long_texts{};

    /// The cipher for a text of this length where that is not Botan's.
    LongCipher* other_for(std::size_t size) {
        if (size < LongCipher::shortest || size > LongCipher::longest) {
            return nullptr;
        }
        if (!for_long_texts) {
            for_long_texts = std::make_unique<LongCipher>(algorithm, key, use == Use::seal);
        }
        return for_long_texts.get();
    }

    /// Runs the cipher over the buffer; false when a tag did not match.
    bool run(ByteView nonce, ByteView associated_data, ByteView text) {
        buffer.assign(text.begin(), text.end());
#if BOTAN_VERSION_MAJOR >= 3
        mode->set_associated_data(associated_data);
#else
        mode->set_associated_data(associated_data.data(), associated_data.size());
#endif
        mode->start(nonce.data(), nonce.size());
        try {
            mode->finish(buffer);
        } catch (const Botan::Invalid_Authentication_Tag&) {
            wipe(buffer); // the library leaves the plaintext in it
            return false;
        }
        return true;
    }
};

Aead::Aead(Algorithm algorithm, const Secret& key, Use use)
    : sizes_{keys::sizes_of(algorithm)}, cipher_{std::make_unique<Cipher>()} {
    cipher_->mode =
        Botan::AEAD_Mode::create(botan_name(algorithm), use == Use::seal ? encryption : decryption);
    if (!cipher_->mode) {
        throw Error{
            ErrorKind::local,
            cat("the cipher library was built without ", keys::name_of(algorithm))};
    }
    cipher_->algorithm = algorithm;
    cipher_->key = key.duplicate();
    cipher_->use = use;
    cipher_->mode->set_key(key.expose().data(), key.size());
}

Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;
Aead::~Aead() = default;

void Aead::seal(ByteView nonce, ByteView associated_data, ByteView plaintext, Bytes& out) {
    if (auto* const other = cipher_->other_for(plaintext.size())) {
        other->seal(nonce, associated_data, plaintext, out);
        return;
    }
    cipher_->run(nonce, associated_data, plaintext);
    out.insert(out.end(), cipher_->buffer.begin(), cipher_->buffer.end());
}

std::optional<Bytes> Aead::open(ByteView nonce, ByteView associated_data, ByteView ciphertext) {
    // The library takes nonces of other lengths, and throws another exception for short input.
    if (nonce.size() != sizes_.nonce || ciphertext.size() < sizes_.tag ||
        ciphertext.size() - sizes_.tag > sizes_.largest_plaintext) {
        return std::nullopt;
    }
    if (auto* const other = cipher_->other_for(ciphertext.size() - sizes_.tag)) {
        Bytes plaintext;
        return other->open(nonce, associated_data, ciphertext, plaintext)
                   ? std::optional{std::move(plaintext)}
                   : std::nullopt;
    }
    if (!cipher_->run(nonce, associated_data, ciphertext)) {
        return std::nullopt;
    }
    return Bytes(cipher_->buffer.begin(), cipher_->buffer.end());
}

std::string library_version() {
    return Botan::short_version_string();
}

} // namespace mqttx::cose
