// SPDX-License-Identifier: Apache-2.0
#include "common/cose/inspection.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cose/cbor_diagnostic.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/kid_text.hpp"
#include "common/cose/reason.hpp"
#include "common/cose/sign1.hpp"
#include "common/keys/key.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::cose {

namespace {

constexpr std::int64_t kid_label = 4;

constexpr std::array<std::pair<std::int64_t, std::string_view>, 16> algorithms{{
    {1, "A128GCM"},
    {2, "A192GCM"},
    {3, "A256GCM"},
    {10, "AES-CCM-16-64-128"},
    {24, "ChaCha20/Poly1305"},
    {30, "AES-CCM-16-128-128"},
    {31, "AES-CCM-16-128-256"},
    {-3, "A128KW"},
    {-4, "A192KW"},
    {-5, "A256KW"},
    {-6, "direct"},
    {-8, "EdDSA"},
    {-19, "Ed25519"},
    {-25, "ECDH-ES + HKDF-256"},
    {-29, "ECDH-ES + A128KW"},
    {-31, "ECDH-ES + A256KW"},
}};

constexpr std::array<std::pair<std::uint64_t, std::string_view>, 4> other_messages{{
    {17, "a COSE_Mac0"},
    {61, "a CWT"},
    {97, "a COSE_Mac"},
    {98, "a COSE_Sign"},
}};

[[noreturn]] void refuse(Reason reason, std::string what, std::string hint) {
    throw Error{
        ErrorKind::payload,
        cat(word(reason), ": ", what),
        std::move(hint),
        {.payload_reason = std::string{word(reason)}}};
}

[[noreturn]] void refuse_other(ByteView payload) {
    const auto tag = payload.empty() ? std::nullopt : cbor::Reader{payload}.tag();
    const auto known =
        std::ranges::find_if(other_messages, [&](const auto& one) { return one.first == tag; });
    const auto what = payload.empty()                 ? std::string{"there is nothing"}
                      : known != other_messages.end() ? cat("this is ", known->second)
                                                      : std::string{"this is no envelope"};
    refuse(
        Reason::not_cose,
        what,
        "an envelope is a COSE_Encrypt0, COSE_Encrypt or COSE_Sign1 with its tag (16, 96, 18); "
        "--hex and --base64 read text"
    );
}

std::string algorithm_text(std::int64_t number) {
    const auto name = name_of_algorithm(number);
    return name.empty() ? std::string{"algorithm: not known here"} : cat("algorithm: ", name);
}

std::string age_text(std::int64_t issued_at, std::int64_t now) {
    const auto sealed = cat("sealed ", keys::time_text(issued_at));
    if (issued_at < 0 || now < 0) {
        return sealed;
    }
    return issued_at > now ? cat(sealed, ", ", issued_at - now, " s in the future")
                           : cat(sealed, ", ", now - issued_at, " s ago");
}

std::string claims_text(const Claims& claims, std::int64_t now) {
    auto text = claims.issued_at ? age_text(*claims.issued_at, now) : std::string{"no time"};
    if (claims.id) {
        const auto bytes = claims.id->to_bytes();
        text +=
            cat("; message ", claims.id->counter, " of session ", to_hex(ByteView{bytes}.first(8)));
    }
    return text;
}

/// What a header means that is known here.
std::string
meaning_of(std::int64_t label, cbor::Reader value, const Headers& all, std::int64_t now) {
    switch (label) {
    case 1: {
        const auto number = value.integer();
        return number ? algorithm_text(*number) : std::string{"algorithm"};
    }
    case 2:
        return "critical headers";
    case 3:
        return all.content_type == ContentType{sign1_content_type}
                   ? "content type: a signed message (COSE_Sign1)"
                   : "content type of what is inside";
    case kid_label:
        return cat("kid: ", kid_text(value.bytes().value_or(ByteView{})));
    case 5:
        return cat("IV of ", value.bytes().value_or(ByteView{}).size(), " bytes");
    case 6:
        return "Partial IV";
    case 15:
        return claims_text(all.claims, now);
    case -1:
        return "ephemeral key";
    case -20:
        return "salt of the agreed key";
    case -21:
        return "identity of party U";
    case -22:
        return "nonce of party U";
    case -23:
        return "more about party U";
    case -24:
        return "identity of party V";
    case -25:
        return "nonce of party V";
    case -26:
        return "more about party V";
    case will_label:
        return "sealed as a will, when its sender connected";
    case audience_label:
        return "thumbprints of all recipients";
    default:
        return {};
    }
}

std::vector<HeaderLine> lines_of(ByteView bucket, const Headers& all, std::int64_t now) {
    std::vector<HeaderLine> lines;
    if (bucket.empty()) {
        return lines;
    }
    cbor::Reader in{bucket};
    for (auto left = in.map().value_or(0); left > 0; --left) {
        const auto label = in.skip();
        const auto value = in.skip();
        const auto number = cbor::Reader{label}.integer();
        lines.push_back(
            {cbor::diagnostic(label),
             cbor::diagnostic(value),
             number ? meaning_of(*number, cbor::Reader{value}, all, now) : std::string{}}
        );
    }
    return lines;
}

/// Both buckets, which are next in `in` and known to be good.
InspectedHeaders headers_of(cbor::Reader& in, const Headers& parsed, std::int64_t now) {
    const auto protected_bucket = in.bytes().value_or(ByteView{});
    const auto unprotected_bucket = in.skip();
    InspectedHeaders headers{
        lines_of(protected_bucket, parsed, now),
        lines_of(unprotected_bucket, parsed, now),
        parsed,
    };
    const auto label = std::to_string(kid_label);
    headers.kid_is_protected = std::ranges::any_of(headers.protected_lines, [&](const auto& line) {
        return line.label == label;
    });
    return headers;
}

void require_good(std::optional<std::string_view> fault, MessageType type) {
    if (fault) {
        refuse(
            Reason::malformed,
            cat("the message begins like a ", word(type), ", but ", *fault),
            "a payload that was cut, changed or converted on its way looks like this"
        );
    }
}

std::size_t tag_size(const Headers& headers) noexcept {
    switch (headers.algorithm.value_or(0)) {
    case 1:
    case 2:
    case 3:
    case 24:
    case 30:
    case 31:
        return 16;
    case 10:
        return 8;
    default:
        return 0;
    }
}

} // namespace

std::string_view name_of_algorithm(std::int64_t number) noexcept {
    const auto* const found =
        std::ranges::find_if(algorithms, [&](const auto& one) { return one.first == number; });
    return found == algorithms.end() ? std::string_view{} : found->second;
}

std::string_view word(MessageType type) noexcept {
    switch (type) {
    case MessageType::encrypt0:
        return "cose-encrypt0";
    case MessageType::encrypt:
        return "cose-encrypt";
    case MessageType::sign1:
        break;
    }
    return "cose-sign1";
}

Inspection inspect(ByteView payload, std::int64_t now) {
    const auto type = announced_type(payload);
    if (!type) {
        refuse_other(payload);
    }
    Inspection found{.type = *type, .size = payload.size()};
    cbor::Reader in{payload};
    in.tag();
    in.array();
    if (*type == MessageType::sign1) {
        Sign1 message;
        require_good(read_sign1(payload, message), *type);
        found.headers = headers_of(in, message.headers, now);
        found.body_size = message.payload.size();
        found.signature_size = message.signature.size();
        return found;
    }
    Encrypt message;
    require_good(
        *type == MessageType::encrypt ? read_any_encrypt(payload, message)
                                      : read_encrypt0(payload, message.content),
        *type
    );
    found.headers = headers_of(in, message.content.headers, now);
    found.body_size = message.content.ciphertext.size();
    found.tag_size = tag_size(message.content.headers);
    in.skip();
    in.array();
    for (const auto& recipient : message.recipients) {
        in.array();
        found.recipients.push_back({headers_of(in, recipient.headers, now), 0});
        found.recipients.back().encrypted_key_size = in.bytes().value_or(ByteView{}).size();
    }
    return found;
}

} // namespace mqttx::cose
