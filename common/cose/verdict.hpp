// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/headers.hpp"
#include "common/cose/reason.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::cose {

/// What became of a received payload.
enum class Status : std::uint8_t {
    plain,     ///< no envelope, on a topic without a key: untouched
    empty,     ///< no bytes: a cleared retained message, sent by nobody in particular
    sealed,    ///< opened with a shared key
    signed_,   ///< opened, with a verified signature
    anonymous, ///< opened by key agreement: the sender is unknown
    unopened,  ///< an envelope for others, on a topic without a key: untouched
    refused,   ///< not to be used; `reason` says why
    duplicate, ///< seen before and sent again by the transport: to be dropped without a word
};

/// The word of output and environment: "sealed", "signed"...
std::string_view word(Status status) noexcept;

/// Who vouches for a message: an Ed25519 key of the keyring.
struct Signer {
    std::string name{};       ///< as the keyring has it; may be empty
    std::string thumbprint{}; ///< RFC 7638, in base64url
};

/// The answer of a Receiver to one message.
struct Verdict {
    Status status = Status::plain;
    std::optional<Reason> reason{};            ///< exactly when refused
    Bytes plaintext{};                         ///< of an opened message
    std::string kid{};                         ///< as text; h'..' around bytes that are not UTF-8
    std::optional<Signer> signer{};            ///< once the signature is verified
    std::optional<std::int64_t> issued_at{};   ///< seconds since 1970, authenticated
    std::optional<MessageId> id{};             ///< authenticated
    std::optional<ContentType> content_type{}; ///< of the plaintext, authenticated
    std::vector<std::string_view> notes{};     ///< "no-freshness", "unchanged", "will"
    std::string explanation{};                 ///< of a refusal: one sentence for people
    std::string hint{};                        ///< the way out, or empty

    /// Makes it a refusal; false, for a check to return.
    bool refuse(Reason why, std::string sentence, std::string way_out);

    /// Who sent it, as far as that is proved: the signer's thumbprint, or the kid.
    [[nodiscard]] std::string_view sender() const noexcept {
        return signer ? std::string_view{signer->thumbprint} : std::string_view{kid};
    }

    /// The signer by name and thumbprint, or by that alone; empty without one.
    [[nodiscard]] std::string signer_text() const;

    [[nodiscard]] bool is_opened() const noexcept {
        return status == Status::sealed || status == Status::signed_ || status == Status::anonymous;
    }

    /// Whether the message is to be handed on.
    [[nodiscard]] bool is_delivered() const noexcept {
        return status != Status::refused && status != Status::duplicate;
    }

    /// What to hand on: the plaintext when it was opened, otherwise the payload as it came.
    [[nodiscard]] ByteView content(ByteView payload) const noexcept {
        return is_opened() ? ByteView{plaintext} : payload;
    }
};

} // namespace mqttx::cose
