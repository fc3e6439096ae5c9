// SPDX-License-Identifier: Apache-2.0
#include "common/cose/signature_check.hpp"

#include "common/base/text.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/kid_text.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/thumbprint.hpp"

#include <algorithm>

namespace mqttx::cose {

namespace {

/// The audience that a signed message for several names itself.
std::optional<Audience> read_audience(ByteView encoded) {
    cbor::Reader in{encoded};
    Audience audience;
    for (auto left = in.array().value_or(0); left > 0; --left) {
        const auto member = in.bytes();
        if (!member) {
            return std::nullopt;
        }
        audience.emplace_back(member->begin(), member->end());
    }
    return audience;
}

/// Whom the envelope says the message is for; none when we are not among them, or when their
/// number is not that of the recipients.
std::optional<Audience> expected_audience(const Opening& opening, const Headers& headers) {
    if (opening.recipients == 0) {
        const auto kid = as_bytes(opening.key.kid);
        return Audience{Bytes(kid.begin(), kid.end())};
    }
    auto ours = audience_of({&opening.key});
    if (opening.recipients == 1) {
        return ours;
    }
    auto audience = headers.audience ? read_audience(*headers.audience) : std::nullopt;
    const bool is_ours = audience && audience->size() == opening.recipients &&
                         std::ranges::find(*audience, ours.front()) != audience->end();
    return is_ours ? audience : std::nullopt;
}

bool may_sign(const keys::Key& signer, std::string_view topic, std::int64_t now, Verdict& verdict) {
    if (!signer.covers(topic)) {
        return verdict.refuse(
            Reason::signer_not_allowed_for_topic,
            cat("signer ", in_quotes(signer.kid), " is not for topic ", in_quotes(topic)),
            R"(the key's member "topics" names where its messages are believed)"
        );
    }
    if (const auto fault = signer.opening_fault(now)) {
        return verdict.refuse(
            signer.state == keys::KeyState::revoked ? Reason::key_revoked : Reason::key_expired,
            cat("signer ", in_quotes(signer.kid), ' ', *fault),
            "the sender needs another key"
        );
    }
    return true;
}

} // namespace

std::optional<Sign1> check_signature(
    ByteView signed_message,
    const ReceivedMessage& message,
    const Opening& opening,
    const keys::Keyring& keyring,
    std::int64_t now,
    Verdict& verdict
) {
    const auto about = cat("the message on topic ", in_quotes(message.topic));
    Sign1 sign1;
    if (const auto fault = read_sign1(signed_message, sign1)) {
        verdict.refuse(Reason::malformed, cat(about, " is malformed: ", *fault), {});
        return std::nullopt;
    }
    const auto algorithm = sign1.headers.algorithm;
    if (algorithm != signed_with_eddsa && algorithm != signed_with_ed25519) {
        verdict.refuse(
            Reason::alg_not_allowed,
            cat(about, " is signed with an algorithm that is not used here"),
            "signatures are Ed25519 (-8 or -19)"
        );
        return std::nullopt;
    }
    const auto kid = sign1.headers.kid.value_or(ByteView{});
    const auto* signer = keyring.find(as_text(kid), keys::KeyType::ed25519);
    if (signer == nullptr) {
        verdict.refuse(
            Reason::unknown_signer,
            cat(about, " is signed by ", in_quotes(kid_text(kid)), ", who is not in the keyring"),
            "mqttx keygen add puts the public key of a sender into a keyring"
        );
        return std::nullopt;
    }
    if (!may_sign(*signer, message.topic, now, verdict)) {
        return std::nullopt;
    }
    const auto audience = expected_audience(opening, sign1.headers);
    const bool is_good =
        audience && keys::verify(
                        signer->public_key,
                        signed_bytes(
                            sign1.protected_bucket,
                            signature_binding(message.topic, opening.claims, *audience),
                            sign1.payload
                        ),
                        sign1.signature
                    );
    if (!is_good) {
        verdict.refuse(
            Reason::bad_signature,
            cat("the signature of ", in_quotes(signer->kid), " on ", about, " is wrong"),
            "somebody who may read the message sealed it again, or signed it with another key"
        );
        return std::nullopt;
    }
    verdict.signer = Signer{signer->name, to_base64url(keys::thumbprint(*signer))};
    return sign1;
}

} // namespace mqttx::cose
