// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/headers.hpp"
#include "common/cose/replay_guard.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mqttx::cose {

/// The newest message that was accepted of a sender on a topic.
struct Newest {
    std::int64_t issued_at = 0;
    MessageId id{};
    bool was_delivered = false; ///< by this process
};

/// What a receiver remembers of messages it accepted, and can keep in a file: a sequence of
/// records, each behind its length in 4 bytes. Records of accepted messages may be appended as they
/// come; a snapshot is shorter.
class ReplayMemory {
  public:
    /// Senders and topics of which the newest message is known; the oldest goes first.
    static constexpr std::size_t most_newest = 65'536;

    /// Takes note of an authentic message, as ReplayGuard::accept() does.
    ReplayWindow::Answer accept(
        std::string_view sender,
        std::string_view topic,
        const MessageId& id,
        std::int64_t now,
        std::optional<std::int64_t> forget_at
    );

    /// Keeps what stands for the past: from now on newest messages are remembered, and all that is
    /// accepted goes into the journal.
    void keep() noexcept { is_kept_ = true; }

    [[nodiscard]] bool is_kept() const noexcept { return is_kept_; }

    /// Messages sealed before this time were never seen, and may be old ones.
    [[nodiscard]] std::int64_t floor() const noexcept { return floor_; }

    void set_floor(std::int64_t floor) noexcept { floor_ = floor; }

    /// The newest message of a sender on a topic, none when none is known; to be changed.
    Newest* newest(std::string_view sender, std::string_view topic);

    /// Takes note of a message that was accepted, where it is newer than the newest.
    void note_newest(std::string_view sender, std::string_view topic, const Newest& message);

    /// The records since the last call.
    Bytes take_journal() { return std::exchange(journal_, {}); }

    /// Everything there is, as records.
    [[nodiscard]] Bytes snapshot() const;

    /// Reads records at `now` (seconds since 1970), over an empty memory. A record that is cut at
    /// the end was not yet written, and is left out. False when they are no such records.
    bool load(ByteView records, std::int64_t now);

  private:
    using Place = std::pair<std::string, std::string>; ///< sender and topic

    bool load_record(ByteView record, std::int64_t now);

    ReplayGuard guard_{};
    std::map<Place, Newest, std::less<>> newest_{};
    std::int64_t floor_ = 0;
    bool is_kept_ = false;
    Bytes journal_{};
};

} // namespace mqttx::cose
