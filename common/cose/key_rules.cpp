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

bool covers_topic(const keys::Key& key, std::string_view topic, Verdict& verdict) {
    return key.covers(topic) ||
           verdict.refuse(
               Reason::topic_not_allowed_for_key,
               cat("key ", in_quotes(key.kid), " is not for topic ", in_quotes(topic)),
               R"(the key's member "topics" names the filters it may be used for)"
           );
}

bool has_right_sizes(
    keys::Algorithm algorithm,
    const ReceivedMessage& message,
    const Encrypt0& envelope,
    Verdict& verdict
) {
    const auto sizes = keys::sizes_of(algorithm);
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
                    keys::name_of(algorithm),
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
    return covers_topic(key, message.topic, verdict) &&
           allows_algorithm(key, message, envelope.headers, verdict) &&
           is_open(key, now, verdict) && has_right_sizes(key.algorithm, message, envelope, verdict);
}

std::optional<keys::Algorithm> may_agree(
    const keys::Key& key,
    const ReceivedMessage& message,
    const Encrypt0& envelope,
    const Recipient& recipient,
    std::int64_t now,
    Verdict& verdict
) {
    const auto agreement = recipient.headers.algorithm;
    const auto number = envelope.headers.algorithm;
    const auto algorithm = number ? keys::algorithm_from_number(*number) : std::nullopt;
    if (!covers_topic(key, message.topic, verdict) || !is_open(key, now, verdict)) {
        return std::nullopt;
    }
    if (!algorithm || (agreement != direct_agreement && agreement != wrapped_agreement)) {
        verdict.refuse(
            Reason::alg_not_allowed,
            cat("the envelope on topic ",
                in_quotes(message.topic),
                " names an algorithm that is not used here, or does not protect its name"),
            cat("keys are agreed by ECDH-ES with HKDF-256 (-25) or A256KW (-31); then come ",
                keys::algorithm_names())
        );
        return std::nullopt;
    }
    if (!recipient.headers.ephemeral_key) {
        verdict.refuse(
            Reason::malformed,
            cat("the envelope on topic ",
                in_quotes(message.topic),
                " is malformed: a recipient has no ephemeral key"),
            {}
        );
        return std::nullopt;
    }
    return has_right_sizes(*algorithm, message, envelope, verdict) ? algorithm : std::nullopt;
}

} // namespace mqttx::cose
