// SPDX-License-Identifier: Apache-2.0
#include "common/cose/generic.hpp"

#include "common/base/text.hpp"
#include "common/cose/aead.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/generic_keys.hpp"
#include "common/cose/generic_recipient.hpp"
#include "common/cose/kid_text.hpp"
#include "common/cose/sign1.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/thumbprint.hpp"

#include <utility>
#include <vector>

namespace mqttx::cose {

namespace {

using Kind = GenericKey::Kind;

/// One message, its options and what is to come of them.
class Opening {
  public:
    Opening(const GenericOptions& options, const keys::Keyring& keyring, std::int64_t now)
        : options_{options}, keys_{keyring}, now_{now} {}

    Verdict open(ByteView message);

  private:
    bool refuse(Reason reason, std::string what, std::string hint = {}) {
        return verdict_.refuse(reason, std::move(what), std::move(hint));
    }

    bool malformed(std::string_view fault) {
        return refuse(Reason::malformed, cat("the message is malformed: ", fault));
    }

    bool no_key(std::string_view what, const std::optional<ByteView>& kid);
    bool may_open(const GenericKey& key);
    bool open_content(Encrypt0& content, std::string_view context, const Secret& key);
    bool open_shared(cbor::Reader& in);
    bool open_for_recipients(cbor::Reader& in);
    bool verify(cbor::Reader& in);
    std::optional<keys::Algorithm> content_algorithm(const Headers& headers);

    const GenericOptions& options_;
    GenericKeys keys_;
    std::int64_t now_;
    Verdict verdict_{};
};

bool Opening::no_key(std::string_view what, const std::optional<ByteView>& kid) {
    const auto whose = kid            ? cat(" of kid ", in_quotes(kid_text(*kid)))
                       : options_.kid ? cat(" of kid ", in_quotes(*options_.kid))
                                      : std::string{};
    verdict_.kid = kid ? kid_text(*kid) : std::string{};
    return refuse(
        Reason::unknown_kid,
        whose.empty()
            ? cat("the message names no key, and the keyring does not have exactly one ", what)
            : cat("the keyring has no ", what, whose),
        whose.empty() ? "--kid KID says which" : "--keyring FILE names the file that holds it"
    );
}

bool Opening::may_open(const GenericKey& key) {
    verdict_.kid = key.kid;
    if (const auto fault = key.key->opening_fault(now_)) {
        return refuse(
            key.key->state == keys::KeyState::revoked ? Reason::key_revoked : Reason::key_expired,
            cat("key ", in_quotes(key.kid), ' ', *fault)
        );
    }
    return true;
}

std::optional<keys::Algorithm> Opening::content_algorithm(const Headers& headers) {
    const auto algorithm =
        headers.algorithm ? keys::any_algorithm_from_number(*headers.algorithm) : std::nullopt;
    if (!algorithm) {
        refuse(
            Reason::alg_not_allowed,
            headers.algorithm ? cat("algorithm ", *headers.algorithm, " is not known here")
                              : std::string{"the message does not protect the name of its "
                                            "algorithm"},
            "the content is encrypted by algorithm 1, 2, 3, 10, 24, 30 or 31"
        );
    }
    return algorithm;
}

bool Opening::open_content(Encrypt0& content, std::string_view context, const Secret& key) {
    const auto algorithm = content_algorithm(content.headers);
    if (!algorithm) {
        return false;
    }
    const auto sizes = keys::sizes_of(*algorithm);
    if (content.headers.iv.value_or(ByteView{}).size() != sizes.nonce ||
        content.ciphertext.size() < sizes.tag) {
        return malformed("its IV or its ciphertext is not as long as its algorithm demands");
    }
    auto plaintext =
        key.size() != sizes.key
            ? std::nullopt
            : Aead{*algorithm, key, Aead::Use::open}.open(
                  *content.headers.iv,
                  associated_data(context, content.protected_bucket, options_.external_aad),
                  content.ciphertext
              );
    if (!plaintext) {
        return refuse(
            Reason::auth_failed,
            cat("the message does not open with key ", in_quotes(verdict_.kid)),
            options_.external_aad.empty()
                ? "what pub and payload seal have sealed opens with --topic; otherwise it was "
                  "tampered with, the key is another one, or it takes --external-aad"
                : "it was tampered with, the key is another one, or --external-aad is"
        );
    }
    verdict_.plaintext = *std::move(plaintext);
    verdict_.content_type = content.headers.content_type;
    verdict_.issued_at = content.headers.claims.issued_at;
    return true;
}

bool Opening::open_shared(cbor::Reader& in) {
    Encrypt0 content;
    if (const auto fault = read_sealed_content(in, content)) {
        return malformed(*fault);
    }
    const auto* key = keys_.find(Kind::shared, content.headers.kid, options_.kid);
    if (key == nullptr) {
        return no_key("shared key", content.headers.kid);
    }
    const auto algorithm = may_open(*key) ? content_algorithm(content.headers) : std::nullopt;
    if (!algorithm) {
        return false;
    }
    if (key->algorithm && key->algorithm != content.headers.algorithm) {
        return refuse(
            Reason::alg_not_allowed,
            cat("the message names algorithm ",
                *content.headers.algorithm,
                ", key ",
                in_quotes(key->kid),
                " is for ",
                *key->algorithm)
        );
    }
    const auto size = keys::sizes_of(*algorithm).key;
    if (key->secret.size() != size) {
        return refuse(
            Reason::alg_not_allowed,
            cat("key ",
                in_quotes(key->kid),
                " has ",
                counted(key->secret.size(), "byte"),
                ", ",
                keys::name_of(*algorithm),
                " takes ",
                size)
        );
    }
    verdict_.status = Status::sealed;
    return open_content(content, "Encrypt0", key->secret);
}

bool Opening::open_for_recipients(cbor::Reader& in) {
    Encrypt message;
    if (const auto fault = read_sealed_content(in, message.content)) {
        return malformed(*fault);
    }
    const auto count = in.array().value_or(0);
    if (count == 0 || count > most_recipients) {
        return malformed("it has no list of 1 to 64 recipients");
    }
    for (auto left = count; left > 0; --left) {
        if (const auto fault = read_any_recipient(in, message.recipients.emplace_back())) {
            return malformed(*fault);
        }
    }
    const auto algorithm = content_algorithm(message.content.headers);
    if (!algorithm) {
        return false;
    }
    for (const auto& recipient : message.recipients) {
        const auto kind = kind_of_key(recipient);
        const auto* key = kind ? keys_.find(*kind, recipient.headers.kid, options_.kid) : nullptr;
        if (key == nullptr) {
            continue;
        }
        if (!may_open(*key)) {
            return false;
        }
        const auto content_key = generic_content_key(recipient, *key, *algorithm);
        if (!content_key) {
            return refuse(
                Reason::alg_not_allowed,
                cat("key ", in_quotes(key->kid), " is not for the algorithm of its recipient")
            );
        }
        verdict_.status = kind == Kind::shared ? Status::sealed : Status::anonymous;
        return open_content(message.content, "Encrypt", *content_key);
    }
    if (!kind_of_key(message.recipients.front())) {
        return refuse(
            Reason::alg_not_allowed,
            "the key of the content comes in a way that is not known here",
            "recipients are direct (-6), A128KW to A256KW (-3 to -5), or ECDH-ES with X25519 or "
            "P-256 (-25, -29, -31)"
        );
    }
    return no_key("key for a recipient", message.recipients.front().headers.kid);
}

bool Opening::verify(cbor::Reader& in) {
    Sign1 message;
    if (const auto fault = read_sign1_content(in, message)) {
        return malformed(*fault);
    }
    const auto algorithm = message.headers.algorithm;
    if (algorithm != signed_with_eddsa && algorithm != signed_with_ed25519) {
        return refuse(
            Reason::alg_not_allowed,
            "the message is not signed by Ed25519 (-8 or -19), or does not protect that name"
        );
    }
    const auto* signer = keys_.find(Kind::signer, message.headers.kid, options_.kid);
    if (signer == nullptr) {
        no_key("signer", message.headers.kid);
        verdict_.reason = Reason::unknown_signer;
        return false;
    }
    if (!may_open(*signer)) {
        return false;
    }
    const auto bytes =
        signed_bytes(message.protected_bucket, options_.external_aad, message.payload);
    if (!keys::verify(signer->key->public_key, bytes, message.signature)) {
        return refuse(
            Reason::bad_signature,
            cat("the signature is not by key ", in_quotes(signer->kid)),
            "the message was tampered with, the key is another one, or --external-aad is"
        );
    }
    verdict_.status = Status::signed_;
    verdict_.signer = Signer{signer->key->name, to_base64url(keys::thumbprint(*signer->key))};
    verdict_.plaintext.assign(message.payload.begin(), message.payload.end());
    verdict_.content_type = message.headers.content_type;
    return true;
}

Verdict Opening::open(ByteView message) {
    const auto announced = announced_type(message);
    const auto type = announced ? announced : options_.type;
    if (!type) {
        refuse(
            Reason::not_cose,
            "this has no tag of a COSE_Encrypt0, COSE_Encrypt or COSE_Sign1",
            "--type encrypt0|encrypt|sign1 says what a message without a tag is"
        );
        return std::move(verdict_);
    }
    if (const auto fault = cbor::find_fault(message)) {
        malformed(*fault);
        return std::move(verdict_);
    }
    cbor::Reader in{message};
    if (announced) {
        in.tag();
    }
    const std::uint64_t items = type == MessageType::encrypt0 ? 3 : 4;
    if (in.array() != items) {
        malformed(cat("it is no array of ", items));
    } else if (type == MessageType::encrypt0) {
        open_shared(in);
    } else if (type == MessageType::encrypt) {
        open_for_recipients(in);
    } else {
        verify(in);
    }
    return std::move(verdict_);
}

} // namespace

Verdict open_generic(
    ByteView message, const GenericOptions& options, const keys::Keyring& keyring, std::int64_t now
) {
    return Opening{options, keyring, now}.open(message);
}

} // namespace mqttx::cose
