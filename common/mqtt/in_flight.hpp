// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace mqttx::mqtt {

/// The messages under way: what was handed to the library and is not yet written (QoS 0) or
/// acknowledged. A set, never "the last identifier": identifiers wrap after 65,535 messages.
class InFlight {
  public:
    struct Entry {
        std::uint64_t ticket; ///< the caller's number for the message
        int qos;
    };

    void add(int packet_id, Entry entry);

    /// Ends a message; none when the identifier is not one of ours.
    std::optional<Entry> take(int packet_id);

    /// Takes out every QoS 0 message: when a connection goes, they go with it.
    std::vector<Entry> take_unacknowledgeable();

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    [[nodiscard]] bool has_qos2() const noexcept;

    /// The ticket of the oldest message, when there is one.
    [[nodiscard]] std::optional<std::uint64_t> oldest();

    /// Whether the next identifier the library hands out could be in use still.
    [[nodiscard]] bool is_identifier_space_tight();

  private:
    struct Numbered {
        Entry entry;
        std::uint64_t sequence;
    };

    void forget_ended();

    std::unordered_map<int, Numbered> entries_;
    std::deque<std::pair<std::uint64_t, int>>
        order_; ///< sequence and identifier, oldest first; ended ones linger
    std::uint64_t next_sequence_ = 0;
};

} // namespace mqttx::mqtt
