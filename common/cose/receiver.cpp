// SPDX-License-Identifier: Apache-2.0
#include "common/cose/receiver.hpp"

#include "common/base/text.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/key_rules.hpp"
#include "common/cose/kid_text.hpp"

#include <optional>
#include <utility>

namespace mqttx::cose {

Receiver::Receiver(const keys::Keyring& keyring, const ReceiverOptions& options)
    : keyring_{keyring}, options_{options}, freshness_{options.ages} {}

bool Receiver::demands_envelope(std::string_view topic) const {
    return options_.require_encrypted || options_.require_signed || keyring_.is_protected(topic);
}

Aead& Receiver::cipher_for(const keys::Key& key) {
    const auto known = ciphers_.find(&key);
    if (known != ciphers_.end()) {
        return known->second;
    }
    return ciphers_.emplace(&key, Aead{key.algorithm, key.secret, Aead::Use::open}).first->second;
}

Verdict Receiver::receive(const ReceivedMessage& message, std::int64_t now) {
    if (options_.topics.empty()) {
        return receive_origin(message, now);
    }
    const auto origin = options_.topics.origin_of(message.topic);
    if (!origin) {
        Verdict verdict;
        verdict.refuse(
            announced_type(message.payload) ? Reason::auth_failed : Reason::plaintext_refused,
            cat("topic ",
                in_quotes(message.topic),
                " is the origin of a --topic-map: its messages come renamed, this one did not"),
            "somebody this side of the bridge published there"
        );
        return verdict;
    }
    auto renamed = message;
    renamed.topic = *origin;
    return receive_origin(renamed, now);
}

Verdict Receiver::receive_origin(const ReceivedMessage& message, std::int64_t now) {
    if (message.payload.empty()) {
        Verdict verdict;
        verdict.status = Status::empty;
        return verdict;
    }
    const auto type = announced_type(message.payload);
    if (type == MessageType::encrypt) {
        return open_for_us(message, now);
    }
    return type == MessageType::encrypt0 ? open_shared(message, now) : without_envelope(message);
}

Verdict Receiver::without_envelope(const ReceivedMessage& message) const {
    Verdict verdict;
    if (demands_envelope(message.topic)) {
        verdict.refuse(
            Reason::plaintext_refused,
            cat("plain text on topic ",
                in_quotes(message.topic),
                options_.require_encrypted || options_.require_signed
                    ? ", where only envelopes are wanted"
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

Verdict Receiver::unopened(const ReceivedMessage& message, Verdict verdict) const {
    verdict.refuse(
        Reason::auth_failed,
        cat("the envelope on topic ",
            in_quotes(message.topic),
            " does not open with key ",
            in_quotes(verdict.kid)),
        "it was tampered with, sealed for another topic, or under another key of that kid"
    );
    return verdict;
}

Verdict Receiver::open_shared(const ReceivedMessage& message, std::int64_t now) {
    Encrypt0 envelope;
    if (const auto fault = read_encrypt0(message.payload, envelope)) {
        return malformed(message, *fault);
    }
    const auto kid = envelope.headers.kid;
    const auto* key = kid ? keyring_.find(as_text(*kid)) : nullptr;
    if (key == nullptr) {
        return for_others(message, kid ? kid_text(*kid) : std::string{});
    }
    Verdict verdict;
    verdict.kid = key->kid;
    if (!may_open(*key, message, envelope, now, verdict)) {
        return verdict;
    }
    auto plaintext = cipher_for(*key).open(
        *envelope.headers.iv,
        encrypt0_associated_data(envelope.protected_bucket, topic_binding(message.topic)),
        envelope.ciphertext
    );
    if (!plaintext) {
        return unopened(message, std::move(verdict));
    }
    const Opening opening{.key = *key, .claims = envelope.headers.claims};
    accept(message, envelope.headers, opening, *plaintext, now, verdict);
    wipe(*plaintext);
    return verdict;
}

Verdict Receiver::open_for_us(const ReceivedMessage& message, std::int64_t now) {
    Encrypt envelope;
    if (const auto fault = read_encrypt(message.payload, envelope)) {
        return malformed(message, *fault);
    }
    const Recipient* recipient = nullptr;
    const keys::Key* key = nullptr;
    for (const auto& one : envelope.recipients) {
        const auto kid = one.headers.kid.value_or(ByteView{});
        const auto* found = keyring_.find(as_text(kid), keys::KeyType::x25519);
        if (key == nullptr && found != nullptr && !found->secret.empty()) {
            recipient = &one;
            key = found;
        }
    }
    if (key == nullptr) {
        const auto kid = envelope.recipients.front().headers.kid;
        return for_others(message, kid ? kid_text(*kid) : std::string{});
    }
    Verdict verdict;
    verdict.kid = key->kid;
    const auto& content = envelope.content;
    const auto algorithm = may_agree(*key, message, content, *recipient, now, verdict);
    if (!algorithm) {
        return verdict;
    }
    const auto secret = content_key(*recipient, key->secret, *algorithm);
    auto plaintext =
        secret.empty()
            ? std::nullopt
            : Aead{*algorithm, secret, Aead::Use::open}.open(
                  *content.headers.iv,
                  encrypt_associated_data(content.protected_bucket, topic_binding(message.topic)),
                  content.ciphertext
              );
    if (!plaintext) {
        return unopened(message, std::move(verdict));
    }
    const Opening opening{*key, envelope.recipients.size(), content.headers.claims};
    accept(message, content.headers, opening, *plaintext, now, verdict);
    wipe(*plaintext);
    return verdict;
}

bool Receiver::allows_unsigned(
    const ReceivedMessage& message, const Opening& opening, Verdict& verdict
) const {
    if (opening.key.policy.signature_required || options_.require_signed) {
        return verdict.refuse(
            Reason::unsigned_refused,
            cat("the message on topic ",
                in_quotes(message.topic),
                " is not signed, as ",
                options_.require_signed ? "--require-signed"
                                        : cat("key ", in_quotes(opening.key.kid)),
                " demands"),
            "the sender has to publish with --sign"
        );
    }
    if (opening.recipients > 0 && !options_.allow_anonymous) {
        return verdict.refuse(
            Reason::anonymous_refused,
            cat("the message on topic ",
                in_quotes(message.topic),
                " could be from anybody who has the public key ",
                in_quotes(opening.key.kid)),
            "the sender has to publish with --sign, or --allow-anonymous takes it all the same"
        );
    }
    return true;
}

/// Everything that is left to decide once the tag has matched.
bool Receiver::accept(
    const ReceivedMessage& message,
    const Headers& headers,
    const Opening& opening,
    Bytes& plaintext,
    std::int64_t now,
    Verdict& verdict
) {
    verdict.issued_at = headers.claims.issued_at;
    verdict.id = headers.claims.id;
    bool is_will = headers.is_will;
    auto content_type = headers.content_type;
    Bytes payload;
    auto status = opening.recipients > 0 ? Status::anonymous : Status::sealed;
    if (content_type == ContentType{sign1_content_type}) {
        const auto sign1 = check_signature(plaintext, message, opening, keyring_, now, verdict);
        if (!sign1) {
            return false;
        }
        payload.assign(sign1->payload.begin(), sign1->payload.end());
        content_type = sign1->headers.content_type;
        is_will = is_will && sign1->headers.is_will; // or who can open it could make it one
        status = Status::signed_;
    } else if (!allows_unsigned(message, opening, verdict)) {
        return false;
    }
    if (!freshness_.accept(message, headers.claims, is_will, opening.key, now, verdict)) {
        return false;
    }
    verdict.status = status;
    verdict.content_type = std::move(content_type);
    verdict.plaintext = std::move(status == Status::signed_ ? payload : plaintext);
    return true;
}

} // namespace mqttx::cose
