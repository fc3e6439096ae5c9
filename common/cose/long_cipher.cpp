// SPDX-License-Identifier: Apache-2.0
#include "common/cose/long_cipher.hpp"

#include "common/base/error.hpp"
#include "common/base/handle.hpp"
#include "common/base/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdint>

namespace mqttx::cose {

namespace {

using keys::Algorithm;

const char* openssl_name(Algorithm algorithm) noexcept {
    switch (algorithm) {
    case Algorithm::a128gcm:
        return "AES-128-GCM";
    case Algorithm::a192gcm:
        return "AES-192-GCM";
    case Algorithm::a256gcm:
        return "AES-256-GCM";
    case Algorithm::chacha20_poly1305:
        return "ChaCha20-Poly1305";
    case Algorithm::aes_ccm_16_64_128:
    case Algorithm::aes_ccm_16_128_128:
        return "AES-128-CCM";
    case Algorithm::aes_ccm_16_128_256:
        return "AES-256-CCM";
    }
    return "";
}

bool is_ccm(Algorithm algorithm) noexcept {
    return algorithm == Algorithm::aes_ccm_16_64_128 ||
           algorithm == Algorithm::aes_ccm_16_128_128 || algorithm == Algorithm::aes_ccm_16_128_256;
}

int length(ByteView bytes) noexcept {
    return static_cast<int>(bytes.size());
}

void require(int result) {
    if (result <= 0) {
        throw Error{ErrorKind::local, "the cipher library failed"};
    }
}

} // namespace

struct LongCipher::State {
    Algorithm algorithm;
    keys::AlgorithmSizes sizes;
    bool seals;
    Secret key;
    Handle<EVP_CIPHER, &EVP_CIPHER_free> cipher;
    Handle<EVP_CIPHER_CTX, &EVP_CIPHER_CTX_free> context;

    int init(const std::uint8_t* key_bytes, const std::uint8_t* nonce) const {
        return EVP_CipherInit_ex2(context.get(), nullptr, key_bytes, nonce, seals ? 1 : 0, nullptr);
    }

    /// Everything before the text; CCM wants the length of the text first, and the tag with the
    /// key.
    void begin(ByteView nonce, ByteView associated_data, ByteView text, const std::uint8_t* tag) {
        int ignored = 0;
        const int tag_size = static_cast<int>(sizes.tag);
        auto* const expected = const_cast<std::uint8_t*>(tag); // read only, says the manual
        if (is_ccm(algorithm)) {
            require(EVP_CIPHER_CTX_ctrl(
                context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, seals ? nullptr : expected
            ));
            require(init(key.expose().data(), nonce.data()));
            require(EVP_CipherUpdate(context.get(), nullptr, &ignored, nullptr, length(text)));
        } else {
            require(init(nullptr, nonce.data()));
            if (!seals) {
                require(
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, expected)
                );
            }
        }
        if (!associated_data.empty()) { // no bytes at all would mean the length of the text
            require(EVP_CipherUpdate(
                context.get(), nullptr, &ignored, associated_data.data(), length(associated_data)
            ));
        }
    }
};

LongCipher::LongCipher(Algorithm algorithm, const Secret& key, bool seals) {
    // Without its configuration file; nothing happens where TLS has begun already.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    state_ = std::make_unique<State>(State{
        algorithm,
        keys::sizes_of(algorithm),
        seals,
        is_ccm(algorithm) ? key.duplicate() : Secret{},
        Handle<EVP_CIPHER, &EVP_CIPHER_free>{
            EVP_CIPHER_fetch(nullptr, openssl_name(algorithm), nullptr)},
        Handle<EVP_CIPHER_CTX, &EVP_CIPHER_CTX_free>{EVP_CIPHER_CTX_new()}});
    auto* const context = state_->context.get();
    if (!state_->cipher || context == nullptr) {
        throw Error{
            ErrorKind::local,
            cat("the cipher library was built without ", keys::name_of(algorithm))};
    }
    require(
        EVP_CipherInit_ex2(context, state_->cipher.get(), nullptr, nullptr, seals ? 1 : 0, nullptr)
    );
    require(EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(state_->sizes.nonce), nullptr
    ));
    if (!is_ccm(algorithm)) {
        require(state_->init(key.expose().data(), nullptr));
    }
}

LongCipher::~LongCipher() = default;

void LongCipher::seal(ByteView nonce, ByteView associated_data, ByteView plaintext, Bytes& out) {
    auto* const context = state_->context.get();
    state_->begin(nonce, associated_data, plaintext, nullptr);
    const auto start = out.size();
    out.resize(start + plaintext.size() + state_->sizes.tag);
    int written = 0;
    int more = 0;
    require(
        EVP_CipherUpdate(context, out.data() + start, &written, plaintext.data(), length(plaintext))
    );
    require(EVP_CipherFinal_ex(context, out.data() + start + written, &more));
    require(EVP_CIPHER_CTX_ctrl(
        context,
        EVP_CTRL_AEAD_GET_TAG,
        static_cast<int>(state_->sizes.tag),
        out.data() + start + plaintext.size()
    ));
}

bool LongCipher::open(ByteView nonce, ByteView associated_data, ByteView ciphertext, Bytes& out) {
    auto* const context = state_->context.get();
    const auto text = ciphertext.first(ciphertext.size() - state_->sizes.tag);
    state_->begin(nonce, associated_data, text, ciphertext.data() + text.size());
    out.resize(text.size());
    int written = 0;
    int more = 0;
    const bool is_good =
        EVP_CipherUpdate(context, out.data(), &written, text.data(), length(text)) > 0 &&
        (is_ccm(state_->algorithm) || EVP_CipherFinal_ex(context, out.data() + written, &more) > 0);
    if (!is_good) {
        wipe(out);
        out.clear();
    }
    return is_good;
}

} // namespace mqttx::cose
