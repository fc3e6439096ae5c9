// SPDX-License-Identifier: Apache-2.0
#include "common/cose/sealer.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/reason.hpp"
#include "common/cose/recipient.hpp"
#include "common/cose/sign1.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/random.hpp"

#include <array>
#include <limits>
#include <utility>

namespace mqttx::cose {

namespace {

/// A new session begins where one would have to remember more topics than this.
constexpr std::size_t most_topics = 65'536;

std::uint64_t random_session() {
    std::array<std::uint8_t, 8> bytes{};
    keys::fill_random(bytes);
    std::uint64_t session = 0;
    for (const std::uint8_t byte : bytes) {
        session = session << 8U | byte;
    }
    return session;
}

/// The constrained mode of the profile: no claims.
bool is_constrained(const keys::Key& key) noexcept {
    return key.policy.freshness_waived && key.algorithm == keys::Algorithm::aes_ccm_16_64_128;
}

Bytes to_bytes(std::string_view text) {
    return {text.begin(), text.end()};
}

void require_sealable(const keys::Key& key, std::size_t size, bool is_signed) {
    if (key.type != keys::KeyType::symmetric) {
        throw Error{
            ErrorKind::payload,
            cat("key ", in_quotes(key.kid), " is no shared key"),
            {},
            {.payload_reason = std::string{word(Reason::alg_not_allowed)}}};
    }
    if (key.policy.signature_required && !is_signed) {
        throw Error{
            ErrorKind::payload,
            cat("key ", in_quotes(key.kid), " demands that every message is signed"),
            "--sign names the key that signs",
            {.payload_reason = std::string{word(Reason::unsigned_refused)}}};
    }
    const auto limit = keys::sizes_of(key.algorithm).largest_plaintext;
    if (size > limit) {
        throw Error{
            ErrorKind::payload,
            cat("the payload has ",
                size,
                " bytes and ",
                keys::name_of(key.algorithm),
                " of key ",
                in_quotes(key.kid),
                " carries at most ",
                limit),
            "use a key of another algorithm: mqttx keygen --alg A256GCM",
            {.payload_reason = std::string{word(Reason::too_large)}}};
    }
}

} // namespace

Sealer::Sealer() : session_{random_session()} {}

Aead& Sealer::cipher_for(const keys::Key& key) {
    const auto known = ciphers_.find(key.kid);
    if (known != ciphers_.end()) {
        return known->second;
    }
    return ciphers_.emplace(key.kid, Aead{key.algorithm, key.secret, Aead::Use::seal})
        .first->second;
}

MessageId Sealer::next_id(std::string_view topic) {
    auto counter = counters_.find(topic);
    const bool is_spent =
        counter != counters_.end() && counter->second == std::numeric_limits<std::uint32_t>::max();
    if (is_spent || (counter == counters_.end() && counters_.size() >= most_topics)) {
        counters_.clear();
        session_ = random_session();
        counter = counters_.end();
    }
    if (counter == counters_.end()) {
        counter = counters_.emplace(topic, 0).first;
    }
    return {session_, counter->second++};
}

Bytes Sealer::seal(
    const keys::Key& key,
    std::string_view topic,
    ByteView plaintext,
    std::int64_t now,
    const std::optional<ContentType>& content_type
) {
    return seal(SealingKeys{.shared = &key}, topic, plaintext, now, content_type);
}

Bytes Sealer::seal(
    const SealingKeys& keys,
    std::string_view topic,
    ByteView plaintext,
    std::int64_t now,
    const std::optional<ContentType>& content_type
) {
    Headers headers{.content_type = content_type, .is_will = are_wills_};
    if (keys.shared == nullptr || !is_constrained(*keys.shared)) {
        headers.claims = {.issued_at = now, .id = next_id(topic)};
    }
    Bytes signed_message;
    if (keys.signer != nullptr) {
        const auto audience = keys.shared != nullptr ? Audience{to_bytes(keys.shared->kid)}
                                                     : audience_of(keys.recipients);
        signed_message = write_sign1(*keys.signer, topic, headers, audience, plaintext);
        plaintext = signed_message;
        headers.content_type = sign1_content_type;
    }
    if (keys.shared == nullptr) {
        return seal_for(keys.recipients, topic, plaintext, headers);
    }
    require_sealable(*keys.shared, plaintext.size(), keys.signer != nullptr);
    return seal_shared(*keys.shared, topic, plaintext, headers);
}

Bytes Sealer::seal_shared(
    const keys::Key& key, std::string_view topic, ByteView plaintext, const Headers& headers
) {
    Headers complete = headers;
    complete.algorithm = static_cast<std::int64_t>(key.algorithm);
    complete.kid = as_bytes(key.kid);
    bucket_.clear();
    cbor::Writer writer{bucket_};
    write_protected_bucket(writer, complete);

    Aead& cipher = cipher_for(key);
    const auto nonce = nonces_.next(cipher.sizes().nonce);
    const auto sealed_size = plaintext.size() + cipher.sizes().tag;
    Bytes envelope;
    envelope.reserve(bucket_.size() + sealed_size + 40);
    write_encrypt0_front(envelope, bucket_, nonce, sealed_size);
    if (binding_.empty() || topic_ != topic) {
        topic_ = topic;
        binding_ = topic_binding(topic);
    }
    associated_data_.clear();
    write_associated_data(associated_data_, "Encrypt0", bucket_, binding_);
    cipher.seal(nonce, associated_data_, plaintext, envelope);
    return envelope;
}

/// Every message has a key of its own, whose halves are made for it: nothing can be kept.
Bytes Sealer::seal_for(
    const std::vector<const keys::Key*>& recipients,
    std::string_view topic,
    ByteView plaintext,
    const Headers& headers
) {
    constexpr auto algorithm = keys::Algorithm::a256gcm;
    Bytes list;
    cbor::Writer out{list};
    out.array(recipients.size());
    Secret content_key;
    if (recipients.size() == 1) {
        content_key = write_direct_recipient(out, *recipients.front(), algorithm);
    } else {
        content_key = keys::generate_symmetric(algorithm).secret;
        for (const auto* recipient : recipients) {
            write_wrapped_recipient(out, *recipient, content_key);
        }
    }
    Headers complete = headers;
    complete.algorithm = static_cast<std::int64_t>(algorithm);
    Bytes protected_bucket;
    cbor::Writer writer{protected_bucket};
    write_protected_bucket(writer, complete);

    Aead cipher{algorithm, content_key, Aead::Use::seal};
    const auto nonce = nonces_.next(cipher.sizes().nonce);
    const auto sealed_size = plaintext.size() + cipher.sizes().tag;
    Bytes envelope;
    envelope.reserve(protected_bucket.size() + sealed_size + list.size() + 40);
    write_encrypt_front(envelope, protected_bucket, nonce, sealed_size);
    cipher.seal(
        nonce, encrypt_associated_data(protected_bucket, topic_binding(topic)), plaintext, envelope
    );
    envelope.insert(envelope.end(), list.begin(), list.end());
    return envelope;
}

} // namespace mqttx::cose
