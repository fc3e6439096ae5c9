// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/cbor_writer.hpp"
#include "common/cose/receiver.hpp"
#include "common/cose/sealer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::cose {

/// When the tests take place.
constexpr std::int64_t noon = 1'800'000'000;

/// A key for A256GCM that is full of one byte.
inline keys::Key
make_key(std::string kid, std::uint8_t fill, std::vector<std::string> topics = {"plant/#"}) {
    keys::Key key;
    key.kid = std::move(kid);
    key.secret = Secret{Bytes(32, fill)};
    key.topics = std::move(topics);
    return key;
}

/// Two machines with the same keys.
struct Pair {
    explicit Pair(keys::Key key, ReceiverOptions options = {}) : options_{options} {
        std::vector<keys::Key> keys;
        keys.push_back(std::move(key));
        ring.add(std::move(keys), "test");
    }

    Bytes seal(std::string_view topic, std::string_view text, std::int64_t now = noon) {
        return sealer.seal(ring.keys().front(), topic, as_bytes(text), now);
    }

    Verdict receive(std::string_view topic, ByteView payload, std::int64_t now = noon) {
        return receiver.receive({.topic = topic, .payload = payload}, now);
    }

    keys::Keyring ring{};
    ReceiverOptions options_;
    Sealer sealer{};
    Receiver receiver{ring, options_};
};

/// An envelope with headers that no Sealer writes, around "hi".
inline Bytes other_envelope(const Headers& headers, const keys::Key& key, std::string_view topic) {
    Bytes protected_bucket;
    cbor::Writer writer{protected_bucket};
    write_protected_bucket(writer, headers);
    Aead aead{key.algorithm, key.secret, Aead::Use::seal};
    const Bytes iv(aead.sizes().nonce, 7);
    Bytes out;
    write_encrypt0_front(out, protected_bucket, iv, 2 + aead.sizes().tag);
    aead.seal(
        iv, encrypt0_associated_data(protected_bucket, topic_binding(topic)), as_bytes("hi"), out
    );
    return out;
}

} // namespace mqttx::cose
