// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/mqtt/message.hpp"

#include <cstdint>
#include <deque>
#include <functional>

namespace mqttx::mqtt {

/// The messages of QoS 0 and 1 that are published past the library: many PUBLISH packets go out in
/// one write, and nothing is searched for when one is acknowledged. It knows no connection.
class Outbox {
  public:
    /// Queues a message and answers with its packet identifier, for QoS 0 too; identifiers in use
    /// must be fewer than 65,535.
    int add(const OutgoingMessage& message, bool mqtt5);

    /// The bytes to write next. Valid until the next call of anything here.
    [[nodiscard]] ByteView unwritten() const noexcept { return ByteView{queue_}.subspan(written_); }

    /// That many of them were written: answers the QoS 0 messages among them by `tell`.
    void written(std::size_t count, const std::function<void(int packet_id)>& tell);

    /// Whether a packet has been written in part.
    [[nodiscard]] bool is_within_packet() const noexcept { return written_ > 0; }

    /// A message was acknowledged; false when it is none of ours.
    bool acknowledge(int packet_id);

    /// The connection is gone, and with it what was not written at QoS 0.
    void forget_unwritten();

    /// Queues what is not acknowledged once more, marked as a duplicate (MQTT 5 section 4.4).
    void send_again();

    /// Whether more can be added without growing far: the bytes that wait for the peer, to be
    /// written or to be acknowledged, are bounded.
    [[nodiscard]] bool has_room() const noexcept;

  private:
    struct Kept {
        int packet_id;
        Bytes packet; ///< empty once acknowledged
    };

    struct AtQos0 {
        std::uint64_t end; ///< in the stream of all bytes
        int packet_id;
    };

    Bytes queue_;
    std::size_t written_ = 0;        ///< at the beginning of the queue
    std::uint64_t stream_begin_ = 0; ///< where the queue begins in the stream of all bytes
    std::deque<AtQos0> at_qos_0_;
    std::deque<Kept> kept_; ///< QoS 1, in the order of their identifiers
    std::size_t kept_bytes_ = 0;
    int last_packet_id_ = 0;
};

} // namespace mqttx::mqtt
