// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/aead.hpp"
#include "common/cose/headers.hpp"
#include "common/cose/nonce_source.hpp"
#include "common/keys/key.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mqttx::cose {

/// The MQTT 5 Content Type of a message that Sealer::seal() made (RFC 9052 section 11.3).
constexpr std::string_view encrypt0_media_type = "application/cose; cose-type=\"cose-encrypt0\"";

constexpr std::string_view encrypt_media_type = "application/cose; cose-type=\"cose-encrypt\"";

/// Who opens a message, and who vouches for it.
struct SealingKeys {
    const keys::Key* shared = nullptr;          ///< a shared key, or
    std::vector<const keys::Key*> recipients{}; ///< 1 to 64 X25519 keys
    const keys::Key* signer = nullptr;          ///< an Ed25519 key pair; none: nobody

    /// The MQTT 5 Content Type of the envelope.
    [[nodiscard]] std::string_view media_type() const noexcept {
        return shared != nullptr ? encrypt0_media_type : encrypt_media_type;
    }
};

/// Seals messages with keys of one keyring, as one sender: one for the whole process.
class Sealer {
  public:
    /// Draws the session of the sender. Throws Error(local) when the system has no randomness.
    Sealer();

    /// From now on the messages are wills, which may come at any age.
    void mark_wills() noexcept { are_wills_ = true; }

    /// The envelope (a tagged COSE_Encrypt0) for a message to `topic` at `now`, in seconds since
    /// 1970. `content_type` says what is inside. Every call gives another envelope.
    /// Throws Error(payload) when the plaintext is too long for the key's algorithm, or the key
    /// demands a signature.
    [[nodiscard]] Bytes seal(
        const keys::Key& key,
        std::string_view topic,
        ByteView plaintext,
        std::int64_t now,
        const std::optional<ContentType>& content_type = {}
    );

    /// The same for any keys: signed where there is a signer, for the recipients (a tagged
    /// COSE_Encrypt) where there is no shared key.
    [[nodiscard]] Bytes seal(
        const SealingKeys& keys,
        std::string_view topic,
        ByteView plaintext,
        std::int64_t now,
        const std::optional<ContentType>& content_type = {}
    );

  private:
    Bytes seal_shared(
        const keys::Key& key, std::string_view topic, ByteView plaintext, const Headers& headers
    );
    Bytes seal_for(
        const std::vector<const keys::Key*>& recipients,
        std::string_view topic,
        ByteView plaintext,
        const Headers& headers
    );

    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };

    Aead& cipher_for(const keys::Key& key);
    MessageId next_id(std::string_view topic);

    NonceSource nonces_{};
    Bytes bucket_{}; ///< these are kept, so that a message allocates little
    Bytes associated_data_{};
    std::string topic_{}; ///< of the message before
    Bytes binding_{};     ///< to it
    std::uint64_t session_;
    bool are_wills_ = false;
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> counters_{};
    std::map<std::string, Aead, std::less<>> ciphers_{}; ///< by kid
};

} // namespace mqttx::cose
