// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/outbox.hpp"

#include "common/mqtt/encode.hpp"

#include <algorithm>

namespace mqttx::mqtt {

namespace {

constexpr int last_of_all = 65535;
constexpr std::size_t most_unwritten = 256UL * 1024;
constexpr std::size_t most_kept = 8UL * 1024 * 1024;

} // namespace

int Outbox::add(const OutgoingMessage& message, bool mqtt5) {
    last_packet_id_ = last_packet_id_ % last_of_all + 1;
    const auto begin = queue_.size();
    append_publish(queue_, message, last_packet_id_, mqtt5);
    if (message.qos == 0) {
        at_qos_0_.push_back({stream_begin_ + queue_.size(), last_packet_id_});
    } else {
        kept_.push_back(
            {last_packet_id_,
             Bytes{queue_.begin() + static_cast<std::ptrdiff_t>(begin), queue_.end()}}
        );
        kept_bytes_ += queue_.size() - begin;
    }
    return last_packet_id_;
}

void Outbox::written(std::size_t count, const std::function<void(int packet_id)>& tell) {
    written_ += count;
    const auto end = stream_begin_ + written_;
    if (written_ == queue_.size()) {
        stream_begin_ = end;
        queue_.clear();
        written_ = 0;
    }
    while (!at_qos_0_.empty() && at_qos_0_.front().end <= end) {
        const auto packet_id = at_qos_0_.front().packet_id;
        at_qos_0_.pop_front();
        tell(packet_id);
    }
}

bool Outbox::acknowledge(int packet_id) {
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return kept.packet_id == packet_id && !kept.packet.empty();
    });
    if (found == kept_.end()) {
        return false;
    }
    kept_bytes_ -= found->packet.size();
    found->packet = {};
    while (!kept_.empty() && kept_.front().packet.empty()) {
        kept_.pop_front();
    }
    return true;
}

void Outbox::forget_unwritten() {
    stream_begin_ += queue_.size();
    queue_.clear();
    written_ = 0;
    at_qos_0_.clear();
}

void Outbox::send_again() {
    constexpr std::uint8_t duplicate = 0x08;
    for (const auto& kept : kept_) {
        if (!kept.packet.empty()) {
            const auto begin = queue_.size();
            queue_.insert(queue_.end(), kept.packet.begin(), kept.packet.end());
            queue_[begin] |= duplicate;
        }
    }
}

bool Outbox::has_room() const noexcept {
    return queue_.size() < most_unwritten && kept_bytes_ < most_kept;
}

} // namespace mqttx::mqtt
