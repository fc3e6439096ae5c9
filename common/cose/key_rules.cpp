// SPDX-License-Identifier: Apache-2.0
#include "common/cose/key_rules.hpp"

#include "common/base/text.hpp"

#include <string>

namespace mqttx::cose {

namespace {

bool allows_algorithm(
    const keys::Key& key, const ReceivedMessage& message, const Headers& headers, Verdict& verdict
) {
    if (headers.algorithm == static_cast<std::int64_t>(key.algorithm)) {
        return true;
    }
    const auto found = headers.algorithm ? cat("algorithm ", *headers.algorithm)
                                         : std::string{"no protected algorithm"};
    return verdict.refuse(
        Reason::alg_not_allowed,
        cat("the envelope on topic ",
            in_quotes(message.topic),
            " names ",
            found,
            ", key ",
            in_quotes(key.kid),
            " is for ",
            keys::name_of(key.algorithm)),
        "a key is used with the one algorithm its file names"
    );
}

bool is_open(const keys::Key& key, std::int64_t now, Verdict& verdict) {
    if (key.state == keys::KeyState::revoked) {
        return verdict.refuse(
            Reason::key_revoked,
            cat("key ", in_quotes(key.kid), " is revoked"),
            "the sender needs another key"
        );
    }
    if (key.opens_until && now >= *key.opens_until) {
        return verdict.refuse(
            Reason::key_expired,
            cat("key ", in_quotes(key.kid), R"( has opened nothing since its "open-until")"),
            "the sender needs the key that followed it"
        );
    }
    return true;
}

bool has_right_sizes(
    const keys::Key& key, const ReceivedMessage& message, const Encrypt0& envelope, Verdict& verdict
) {
    const auto sizes = keys::sizes_of(key.algorithm);
    const auto iv = envelope.headers.iv.value_or(ByteView{}).size();
    const auto malformed =
        [&](std::string_view what, std::size_t found, std::string_view wanted, std::size_t size) {
            return verdict.refuse(
                Reason::malformed,
                cat("the envelope on topic ",
                    in_quotes(message.topic),
                    " is malformed: its ",
                    what,
                    " has ",
                    found,
                    " bytes, ",
                    keys::name_of(key.algorithm),
                    " takes ",
                    wanted,
                    size),
                {}
            );
        };
    if (iv != sizes.nonce) {
        return malformed("IV", iv, "", sizes.nonce);
    }
    if (envelope.ciphertext.size() < sizes.tag) {
        return malformed("ciphertext", envelope.ciphertext.size(), "at least ", sizes.tag);
    }
    return true;
}

} // namespace

bool may_open(
    const keys::Key& key,
    const ReceivedMessage& message,
    const Encrypt0& envelope,
    std::int64_t now,
    Verdict& verdict
) {
    if (!key.covers(message.topic)) {
        return verdict.refuse(
            Reason::topic_not_allowed_for_key,
            cat("key ", in_quotes(key.kid), " is not for topic ", in_quotes(message.topic)),
            R"(the key's member "topics" names the filters it may be used for)"
        );
    }
    if (!allows_algorithm(key, message, envelope.headers, verdict) || !is_open(key, now, verdict)) {
        return false;
    }
    if (key.policy.signature_required) {
        return verdict.refuse(
            Reason::unsigned_refused,
            cat("the message on topic ",
                in_quotes(message.topic),
                " is not signed, as key ",
                in_quotes(key.kid),
                " demands"),
            "the sender has to publish with --sign"
        );
    }
    return has_right_sizes(key, message, envelope, verdict);
}

} // namespace mqttx::cose
