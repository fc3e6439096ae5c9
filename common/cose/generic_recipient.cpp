// SPDX-License-Identifier: Apache-2.0
#include "common/cose/generic_recipient.hpp"

#include "common/cose/cbor_reader.hpp"
#include "common/cose/p256.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/derivation.hpp"
#include "common/keys/foreign_key.hpp"

#include <utility>

namespace mqttx::cose {

namespace {

using Kind = GenericKey::Kind;

constexpr std::int64_t direct = -6;
constexpr std::int64_t a128kw = -3;
constexpr std::int64_t a192kw = -4;
constexpr std::int64_t a256kw = -5;
constexpr std::int64_t agreement_a128kw = -29;

/// The other half of a key agreement: a COSE_Key (RFC 9053 section 7.1).
struct Ephemeral {
    Kind kind = Kind::x25519;
    ByteView x{};
    ByteView y{};
    bool y_is_odd = false;
};

std::optional<Ephemeral> read_ephemeral(ByteView encoded) {
    cbor::Reader in{encoded};
    std::optional<std::int64_t> type;
    std::optional<std::int64_t> curve;
    Ephemeral key;
    for (auto left = in.map().value_or(0); left > 0; --left) {
        const auto label = cbor::Reader{in.skip()}.integer();
        const auto encoded_value = in.skip();
        cbor::Reader value{encoded_value};
        if (label == 1) {
            type = value.integer();
        } else if (label == -1) {
            curve = value.integer();
        } else if (label == -2) {
            key.x = value.bytes().value_or(ByteView{});
        } else if (label == -3) {
            constexpr std::uint8_t encoded_true = 0xF5;
            key.y = value.bytes().value_or(ByteView{});
            key.y_is_odd = encoded_value.size() == 1 && encoded_value.front() == encoded_true;
        }
    }
    const bool is_x25519 = type == 1 && curve == 4 && key.x.size() == keys::curve_key_size;
    const bool is_p256 = type == 2 && curve == 1;
    key.kind = is_p256 ? Kind::p256 : Kind::x25519;
    return is_x25519 || is_p256 ? std::optional{key} : std::nullopt;
}

std::int64_t algorithm_of(const Recipient& recipient) {
    const auto& headers = recipient.headers;
    return headers.algorithm ? *headers.algorithm : headers.unprotected_algorithm.value_or(0);
}

/// Bytes of a wrapping key; 0 for an algorithm that wraps nothing.
std::size_t wrapping_size(std::int64_t algorithm) noexcept {
    switch (algorithm) {
    case a128kw:
    case agreement_a128kw:
        return 16;
    case a192kw:
        return 24;
    case a256kw:
    case wrapped_agreement:
        return 32;
    default:
        return 0;
    }
}

Secret agreed_secret(const Ephemeral& other, const GenericKey& key) {
    return other.kind == Kind::p256 ? agree_p256(key.secret, other.x, other.y, other.y_is_odd)
                                    : keys::agree(key.secret, other.x);
}

Secret agreed_content_key(
    const Recipient& recipient,
    const GenericKey& key,
    std::int64_t algorithm,
    keys::Algorithm content
) {
    const auto other = read_ephemeral(*recipient.headers.ephemeral_key);
    const auto secret = other ? agreed_secret(*other, key) : Secret{};
    if (secret.empty()) {
        return {};
    }
    const auto& headers = recipient.headers;
    const auto salt = headers.derivation.front()
                          ? cbor::Reader{*headers.derivation.front()}.bytes().value_or(ByteView{})
                          : ByteView{};
    const auto derive = [&](std::int64_t number, std::size_t size) {
        const auto info = kdf_context(number, size, recipient.protected_bucket, headers);
        return keys::hkdf(secret, info, size, salt);
    };
    if (algorithm == direct_agreement) {
        return derive(static_cast<std::int64_t>(content), keys::sizes_of(content).key);
    }
    const auto wrap = algorithm == agreement_a128kw ? a128kw : a256kw;
    return unwrap_key(derive(wrap, wrapping_size(algorithm)), recipient.encrypted_key);
}

} // namespace

std::optional<Kind> kind_of_key(const Recipient& recipient) {
    const auto algorithm = algorithm_of(recipient);
    switch (algorithm) {
    case direct:
    case a128kw:
    case a192kw:
    case a256kw:
        return Kind::shared;
    case direct_agreement:
    case agreement_a128kw:
    case wrapped_agreement:
        break;
    default:
        return std::nullopt;
    }
    // What can be protected has to be.
    const auto other = recipient.headers.algorithm && recipient.headers.ephemeral_key
                           ? read_ephemeral(*recipient.headers.ephemeral_key)
                           : std::nullopt;
    return other ? std::optional{other->kind} : std::nullopt;
}

std::optional<Secret>
generic_content_key(const Recipient& recipient, const GenericKey& key, keys::Algorithm content) {
    const auto algorithm = algorithm_of(recipient);
    if (key.kind != Kind::shared) {
        return agreed_content_key(recipient, key, algorithm, content);
    }
    const auto purpose = algorithm == direct ? static_cast<std::int64_t>(content) : algorithm;
    if (key.algorithm && key.algorithm != purpose) {
        return std::nullopt;
    }
    if (algorithm == direct) {
        return Secret{key.secret.expose()};
    }
    return key.secret.size() == wrapping_size(algorithm)
               ? unwrap_key(key.secret, recipient.encrypted_key)
               : Secret{};
}

} // namespace mqttx::cose
