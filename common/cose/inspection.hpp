// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/encrypt0.hpp"
#include "common/cose/headers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an envelope says about itself to somebody without a key. Nothing of it is verified.
namespace mqttx::cose {

/// One header parameter as it stands there.
struct HeaderLine {
    std::string label{};   ///< "1", or a text in quotes
    std::string value{};   ///< in the notation of RFC 8949 section 8
    std::string meaning{}; ///< "algorithm: A256GCM"; empty when it is not known here
};

/// The two buckets of a message, a recipient or a signed message.
struct InspectedHeaders {
    std::vector<HeaderLine> protected_lines{};
    std::vector<HeaderLine> unprotected_lines{};
    Headers parsed{}; ///< as a receiver takes them; views into the message
    bool kid_is_protected = false;
};

struct InspectedRecipient {
    InspectedHeaders headers{};
    std::size_t encrypted_key_size = 0;
};

struct Inspection {
    MessageType type = MessageType::encrypt0;
    std::size_t size = 0;
    InspectedHeaders headers{};
    std::size_t body_size = 0; ///< of the ciphertext with its tag; of a Sign1, of the payload
    std::size_t tag_size = 0;  ///< of the cipher, 0 when the algorithm is not known
    std::size_t signature_size = 0;
    std::vector<InspectedRecipient> recipients{};
};

/// Takes a payload apart as strictly as a receiver does, and remembers everything. Throws
/// Error(payload) with the reason word not-cose or malformed. `now` is in seconds since 1970. The
/// payload has to live as long as the answer.
Inspection inspect(ByteView payload, std::int64_t now);

/// The name of an algorithm of COSE that may occur here ("A256GCM", "ECDH-ES+A256KW"); empty for
/// others.
std::string_view name_of_algorithm(std::int64_t number) noexcept;

/// "cose-encrypt0": the word of the media type (RFC 9052 section 2).
std::string_view word(MessageType type) noexcept;

} // namespace mqttx::cose
