// SPDX-License-Identifier: Apache-2.0
#include "common/cose/receiver.hpp"

#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/cose/key_rules.hpp"

#include <optional>
#include <utility>

namespace mqttx::cose {

namespace {

/// A kid as people see it: its text, or hexadecimal where it is none.
std::string kid_text(std::optional<ByteView> kid) {
    if (!kid) {
        return {};
    }
    return is_utf8(as_text(*kid)) ? std::string{as_text(*kid)} : cat("h'", to_hex(*kid), '\'');
}

} // namespace

Receiver::Receiver(const keys::Keyring& keyring, const ReceiverOptions& options)
    : keyring_{keyring}, require_encrypted_{options.require_encrypted}, freshness_{options.ages} {}

bool Receiver::demands_envelope(std::string_view topic) const {
    return require_encrypted_ || keyring_.is_protected(topic);
}

Aead& Receiver::cipher_for(const keys::Key& key) {
    const auto known = ciphers_.find(&key);
    if (known != ciphers_.end()) {
        return known->second;
    }
    return ciphers_.emplace(&key, Aead{key.algorithm, key.secret, Aead::Use::open}).first->second;
}

Verdict Receiver::receive(const ReceivedMessage& message, std::int64_t now) {
    if (message.payload.empty()) {
        Verdict verdict;
        verdict.status = Status::empty;
        return verdict;
    }
    const auto type = announced_type(message.payload);
    if (type == MessageType::encrypt) {
        return for_others(message, {});
    }
    if (type != MessageType::encrypt0) {
        return without_envelope(message);
    }
    Encrypt0 envelope;
    if (const auto fault = read_encrypt0(message.payload, envelope)) {
        return malformed(message, *fault);
    }
    const auto kid = envelope.headers.kid;
    const auto* key = kid ? keyring_.find(as_text(*kid)) : nullptr;
    return key != nullptr ? open(message, envelope, *key, now) : for_others(message, kid_text(kid));
}

Verdict Receiver::without_envelope(const ReceivedMessage& message) const {
    Verdict verdict;
    if (demands_envelope(message.topic)) {
        verdict.refuse(
            Reason::plaintext_refused,
            cat("plain text on topic ",
                in_quotes(message.topic),
                require_encrypted_ ? ", where only envelopes are wanted"
                                   : ", which a key of the keyring protects"),
            "the sender has to publish with the same keyring"
        );
    }
    return verdict;
}

Verdict Receiver::malformed(const ReceivedMessage& message, std::string_view fault) const {
    Verdict verdict;
    // Other data can begin like an envelope; where none is demanded, it is what it is.
    if (demands_envelope(message.topic)) {
        verdict.refuse(
            Reason::malformed,
            cat("the envelope on topic ", in_quotes(message.topic), " is malformed: ", fault),
            {}
        );
    }
    return verdict;
}

Verdict Receiver::for_others(const ReceivedMessage& message, std::string kid) const {
    Verdict verdict;
    verdict.status = Status::unopened;
    verdict.kid = std::move(kid);
    if (demands_envelope(message.topic)) {
        const auto whose =
            verdict.kid.empty()
                ? std::string{" names no shared key"}
                : cat(" is for key ", in_quotes(verdict.kid), ", which is not in the keyring");
        verdict.refuse(
            Reason::unknown_kid,
            cat("the envelope on topic ", in_quotes(message.topic), whose),
            "--keyring FILE names the file that holds the key"
        );
    }
    return verdict;
}

Verdict Receiver::open(
    const ReceivedMessage& message, const Encrypt0& envelope, const keys::Key& key, std::int64_t now
) {
    Verdict verdict;
    verdict.kid = key.kid;
    if (!may_open(key, message, envelope, now, verdict)) {
        return verdict;
    }
    auto plaintext = cipher_for(key).open(
        *envelope.headers.iv,
        encrypt0_associated_data(envelope.protected_bucket, topic_binding(message.topic)),
        envelope.ciphertext
    );
    if (!plaintext) {
        verdict.refuse(
            Reason::auth_failed,
            cat("the envelope on topic ",
                in_quotes(message.topic),
                " does not open with key ",
                in_quotes(key.kid)),
            "it was tampered with, sealed for another topic, or under another key of that kid"
        );
        return verdict;
    }
    verdict.issued_at = envelope.headers.claims.issued_at;
    if (freshness_.accept(message, envelope.headers.claims, key, now, verdict)) {
        verdict.status = Status::sealed;
        verdict.content_type = envelope.headers.content_type;
        verdict.plaintext = std::move(*plaintext);
    }
    return verdict;
}

} // namespace mqttx::cose
