// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/headers.hpp"
#include "common/cose/received_message.hpp"
#include "common/cose/replay_memory.hpp"
#include "common/cose/verdict.hpp"
#include "common/keys/key.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace mqttx::cose {

/// An age that no message reaches: --max-age off.
constexpr std::int64_t no_age_limit = std::numeric_limits<std::int64_t>::max();

/// How old a message may be, in seconds. A key's own policy can only be tightened.
struct AgeLimits {
    /// --max-age; when nothing was said the key's, and without that 300.
    std::optional<std::int64_t> max_age{};
    std::int64_t retained_max_age = no_age_limit; ///< instead of the above where retain is set
    std::int64_t max_skew = 60;                   ///< how far a sender's clock may be ahead
    bool ignored = false; ///< no age matters, not even to a key: of an envelope in a file
};

/// Decides whether an authentic message is neither too old nor seen before, and remembers it.
class Freshness {
  public:
    explicit Freshness(const AgeLimits& limits) noexcept : limits_{limits} {}

    /// Whether the message may be handed on; otherwise the verdict says why not (stale, replayed,
    /// duplicate, rolled back, freshness missing).
    bool accept(
        const ReceivedMessage& message,
        const Claims& claims,
        bool is_will,
        const keys::Key& key,
        std::int64_t now,
        Verdict& verdict
    );

    /// What it remembers, to be kept in a file.
    [[nodiscard]] ReplayMemory& memory() noexcept { return memory_; }

    /// Messages sealed before this time are too old at `now` without a word of their key, or no
    /// time.
    [[nodiscard]] std::int64_t oldest(std::int64_t now) const noexcept;

  private:
    bool
    check_floor(const ReceivedMessage& message, std::int64_t issued_at, Verdict& verdict) const;
    std::optional<bool>
    check_retained(const ReceivedMessage& message, const Claims& claims, Verdict& verdict);
    bool check_age(
        const ReceivedMessage& message,
        std::int64_t issued_at,
        const keys::Key& key,
        std::int64_t now,
        Verdict& verdict
    ) const;
    bool check_replay(
        const ReceivedMessage& message,
        const MessageId& id,
        const keys::Key& key,
        std::int64_t now,
        Verdict& verdict
    );
    [[nodiscard]] std::int64_t limit_for(const keys::Key& key) const noexcept;

    AgeLimits limits_;
    ReplayMemory memory_{};
};

} // namespace mqttx::cose
