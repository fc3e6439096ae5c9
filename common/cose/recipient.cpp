// SPDX-License-Identifier: Apache-2.0
#include "common/cose/recipient.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/derivation.hpp"
#include "common/keys/generate.hpp"

#include <botan/block_cipher.h>
#include <botan/exceptn.h>
#include <botan/nist_keywrap.h>

#include <algorithm>

namespace mqttx::cose {

namespace {

/// The key wrap in the context of a wrapped agreement (RFC 9053 section 6.4): A256KW.
constexpr std::int64_t key_wrap = -5;
constexpr std::size_t wrapping_key_size = 32;

constexpr std::int64_t ephemeral_label = -1;

std::unique_ptr<Botan::BlockCipher> cipher_of(const Secret& wrapping_key) {
    auto cipher = Botan::BlockCipher::create_or_throw(
        wrapping_key.size() == 16   ? "AES-128"
        : wrapping_key.size() == 24 ? "AES-192"
                                    : "AES-256"
    );
    cipher->set_key(wrapping_key.expose().data(), wrapping_key.size());
    return cipher;
}

/// The x of a COSE_Key on X25519; none when it is something else.
std::optional<ByteView> read_point(ByteView cose_key) {
    constexpr std::int64_t key_type = 1;
    constexpr std::int64_t curve = -1;
    constexpr std::int64_t x = -2;
    cbor::Reader in{cose_key};
    std::optional<ByteView> point;
    bool is_pair = false;
    bool is_x25519 = false;
    for (auto left = in.map().value_or(0); left > 0; --left) {
        cbor::Reader name{in.skip()};
        cbor::Reader value{in.skip()};
        const auto label = name.integer();
        if (label == key_type) {
            is_pair = value.integer() == 1;
        } else if (label == curve) {
            is_x25519 = value.integer() == 4;
        } else if (label == x) {
            point = value.bytes();
        }
    }
    // X25519 passes over the highest bit: with it set, the bytes would be another envelope.
    const bool is_point = point && point->size() == keys::curve_key_size && point->back() < 0x80;
    return is_pair && is_x25519 && is_point ? point : std::nullopt;
}

/// Appends all of a recipient but its encrypted key, and gives what was agreed for the algorithm.
Secret write_agreement(
    cbor::Writer& out,
    const keys::Key& key,
    std::int64_t agreement,
    std::int64_t algorithm,
    std::size_t key_size
) {
    const auto ephemeral = keys::generate_pair(keys::KeyType::x25519);
    const auto shared = keys::agree(ephemeral.secret, key.public_key);
    if (shared.empty()) {
        throw Error{
            ErrorKind::payload,
            cat("key ", in_quotes(key.kid), " is a point with which anybody knows the secret"),
            "ask its owner for another key"};
    }
    Bytes bucket;
    cbor::Writer writer{bucket};
    write_protected_bucket(writer, {.algorithm = agreement, .kid = as_bytes(key.kid)});
    out.array(3).bytes(bucket).map(1).integer(ephemeral_label);
    out.map(3).integer(1).integer(1).integer(-1).integer(4).integer(-2);
    out.bytes(ephemeral.public_key);
    return keys::hkdf(shared, kdf_context(algorithm, key_size, bucket), key_size);
}

/// Why what a recipient's key is derived with is no such thing.
std::optional<std::string_view> derivation_fault(const Headers& headers) {
    for (std::size_t at = 0; at < headers.derivation.size(); ++at) {
        if (!headers.derivation.at(at)) {
            continue;
        }
        cbor::Reader value{*headers.derivation.at(at)};
        const bool is_nonce = at == 2 || at == 5;
        if (!value.bytes() && !(is_nonce && value.integer())) {
            return at == 0 ? "a recipient's salt is no byte string"
                           : "what a recipient says of a party is no byte string";
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string_view> read_any_recipient(cbor::Reader& in, Recipient& recipient) {
    if (in.array() != 3) {
        return "a recipient is no array of three";
    }
    const auto bucket = in.bytes();
    if (!bucket) {
        return "a recipient's protected bucket is no byte string";
    }
    const auto unprotected_bucket = in.skip();
    const auto key = in.bytes();
    if (!key) {
        return "a recipient's encrypted key is no byte string";
    }
    recipient.protected_bucket = *bucket;
    recipient.encrypted_key = *key;
    const auto fault = read_headers(*bucket, unprotected_bucket, recipient.headers);
    return fault ? fault : derivation_fault(recipient.headers);
}

std::optional<std::string_view> read_recipient(cbor::Reader& in, Recipient& recipient) {
    if (const auto fault = read_any_recipient(in, recipient)) {
        return fault;
    }
    const auto is_there = [](const std::optional<ByteView>& value) { return value.has_value(); };
    if (std::ranges::any_of(recipient.headers.derivation, is_there)) {
        return "a recipient's key is derived with a salt or with what names the parties, which the "
               "profile does without";
    }
    auto& point = recipient.headers.ephemeral_key;
    if (point) {
        point = read_point(*point);
        if (!point) {
            return "a recipient's ephemeral key is no X25519 key";
        }
    }
    return std::nullopt;
}

Secret content_key(const Recipient& recipient, const Secret& private_key, keys::Algorithm content) {
    const auto shared = keys::agree(private_key, recipient.headers.ephemeral_key.value());
    if (shared.empty()) {
        return {};
    }
    if (recipient.headers.algorithm == direct_agreement) {
        const auto size = keys::sizes_of(content).key;
        const auto number = static_cast<std::int64_t>(content);
        return keys::hkdf(shared, kdf_context(number, size, recipient.protected_bucket), size);
    }
    const auto context = kdf_context(key_wrap, wrapping_key_size, recipient.protected_bucket);
    auto key = unwrap_key(keys::hkdf(shared, context, wrapping_key_size), recipient.encrypted_key);
    return key.size() == keys::sizes_of(content).key ? std::move(key) : Secret{};
}

Secret write_direct_recipient(cbor::Writer& out, const keys::Key& key, keys::Algorithm content) {
    const auto number = static_cast<std::int64_t>(content);
    auto agreed = write_agreement(out, key, direct_agreement, number, keys::sizes_of(content).key);
    out.bytes({});
    return agreed;
}

void write_wrapped_recipient(cbor::Writer& out, const keys::Key& key, const Secret& content_key) {
    const auto wrapping_key =
        write_agreement(out, key, wrapped_agreement, key_wrap, wrapping_key_size);
    out.bytes(wrap_key(wrapping_key, content_key));
}

Bytes wrap_key(const Secret& wrapping_key, const Secret& key) {
    const auto bytes = key.expose();
    const auto wrapped = Botan::nist_key_wrap(bytes.data(), bytes.size(), *cipher_of(wrapping_key));
    return {wrapped.begin(), wrapped.end()};
}

Secret unwrap_key(const Secret& wrapping_key, ByteView wrapped) {
    constexpr std::size_t block = 8;
    if (wrapped.size() < 3 * block || wrapped.size() % block != 0) {
        return {};
    }
    try {
        const auto key =
            Botan::nist_key_unwrap(wrapped.data(), wrapped.size(), *cipher_of(wrapping_key));
        return Secret{ByteView{key.data(), key.size()}};
    } catch (const Botan::Invalid_Authentication_Tag&) {
        return {};
    }
}

Bytes kdf_context(
    std::int64_t algorithm, std::size_t key_size, ByteView protected_bucket, const Headers& headers
) {
    Bytes out;
    cbor::Writer writer{out};
    writer.array(4).integer(algorithm);
    for (std::size_t at = 1; at < headers.derivation.size(); ++at) {
        if (at % 3 == 1) { // the next party
            writer.array(3);
        }
        const auto& value = headers.derivation.at(at);
        value ? writer.raw(*value) : writer.null();
    }
    writer.array(2).integer(static_cast<std::int64_t>(8 * key_size)).bytes(protected_bucket);
    return out;
}

} // namespace mqttx::cose
