// SPDX-License-Identifier: Apache-2.0
// Ways to a receiver: the bytes as a payload, as the protected bucket of an envelope with a good
// tag, which gets strange headers past the cipher, and as the signed message in one. Nothing may be
// handed on as opened but what was sealed, and nothing as signed.
#include "common/base/error.hpp"
#include "common/cose/generic.hpp"
#include "common/cose/inspection.hpp"
#include "common/cose/receiver.hpp"
#include "common/cose/sign1.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/keyring.hpp"
#include "tests/fuzz/require.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

constexpr std::int64_t now = 1'800'000'000;
constexpr std::string_view topic = "plant/a";

keys::Keyring make_keyring() {
    std::vector<keys::Key> keys;
    for (const auto& [kid, algorithm] :
         {std::pair{"1", keys::Algorithm::a128gcm},
          std::pair{"3", keys::Algorithm::a256gcm},
          std::pair{"c", keys::Algorithm::aes_ccm_16_64_128},
          std::pair{"p", keys::Algorithm::chacha20_poly1305}}) {
        keys::Key key;
        key.kid = kid;
        key.algorithm = algorithm;
        key.secret = Secret{Bytes(keys::sizes_of(algorithm).key, 1)};
        key.topics = {"plant/#"};
        key.policy.freshness_waived = algorithm == keys::Algorithm::aes_ccm_16_64_128;
        keys.push_back(std::move(key));
    }
    for (const auto type : {keys::KeyType::x25519, keys::KeyType::ed25519}) {
        keys::Key pair;
        pair.type = type;
        pair.kid = type == keys::KeyType::x25519 ? "k" : "s";
        pair.secret = Secret{Bytes(keys::curve_key_size, 1)};
        const auto point = keys::public_key_of(type, pair.secret);
        pair.public_key.assign(point.begin(), point.end());
        keys.push_back(std::move(pair));
    }
    keys::Keyring keyring;
    keyring.add(std::move(keys), "fuzz");
    return keyring;
}

Bytes seal_under(const keys::Key& key, ByteView protected_bucket, ByteView plaintext) {
    Aead cipher{key.algorithm, key.secret, Aead::Use::seal};
    const Bytes iv(cipher.sizes().nonce, 0);
    Bytes envelope;
    write_encrypt0_front(envelope, protected_bucket, iv, cipher.sizes().tag + plaintext.size());
    const auto associated = encrypt0_associated_data(protected_bucket, topic_binding(topic));
    cipher.seal(iv, associated, plaintext, envelope);
    return envelope;
}

void require_sound(const Verdict& verdict, bool may_open) {
    const bool is_refused = verdict.status == Status::refused;
    if (is_refused != verdict.reason.has_value() || is_refused == verdict.explanation.empty() ||
        verdict.is_opened() != !verdict.plaintext.empty() || (verdict.is_opened() && !may_open)) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const keys::Keyring keyring = make_keyring();
    Receiver receiver{keyring, {}};
    const ByteView input{data, size};
    try {
        inspect(input, now);
    } catch (const Error& fault) {
        require(fault.kind() == ErrorKind::payload);
    }
    for (const auto type : {MessageType::encrypt0, MessageType::encrypt, MessageType::sign1}) {
        const auto verdict = open_generic(input, {.type = type}, keyring, now);
        require(verdict.is_opened() == !verdict.reason);
    }
    require_sound(receiver.receive({.topic = topic, .payload = input}, now), false);
    require_sound(receiver.receive({.topic = "office/a", .payload = input}, now), false);
    for (const auto& key : keyring.keys()) {
        if (key.type == keys::KeyType::symmetric) {
            const Bytes envelope = seal_under(key, input, as_bytes("ok"));
            require_sound(receiver.receive({.topic = topic, .payload = envelope}, now), true);
        }
    }
    Bytes bucket;
    cbor::Writer writer{bucket};
    write_protected_bucket(
        writer, {.algorithm = 10, .content_type = sign1_content_type, .kid = as_bytes("c")}
    );
    const Bytes envelope = seal_under(*keyring.find("c"), bucket, input);
    require_sound(receiver.receive({.topic = topic, .payload = envelope}, now), false);
    return 0;
}
