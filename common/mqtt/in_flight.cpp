// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/in_flight.hpp"

#include <algorithm>

namespace mqttx::mqtt {

namespace {

/// Some way below 65,535: SUBSCRIBE and UNSUBSCRIBE take identifiers too.
constexpr std::uint64_t safe_distance = 60'000;

} // namespace

void InFlight::add(int packet_id, Entry entry) {
    order_.emplace_back(next_sequence_, packet_id);
    entries_[packet_id] = {entry, next_sequence_};
    ++next_sequence_;
}

std::optional<InFlight::Entry> InFlight::take(int packet_id) {
    const auto found = entries_.find(packet_id);
    if (found == entries_.end()) {
        return std::nullopt;
    }
    const auto entry = found->second.entry;
    entries_.erase(found);
    forget_ended();
    return entry;
}

std::vector<InFlight::Entry> InFlight::take_unacknowledgeable() {
    std::vector<Entry> taken;
    for (auto at = entries_.begin(); at != entries_.end();) {
        if (at->second.entry.qos == 0) {
            taken.push_back(at->second.entry);
            at = entries_.erase(at);
        } else {
            ++at;
        }
    }
    forget_ended();
    return taken;
}

bool InFlight::has_qos2() const noexcept {
    return std::any_of(entries_.begin(), entries_.end(), [](const auto& numbered) {
        return numbered.second.entry.qos == 2;
    });
}

std::optional<std::uint64_t> InFlight::oldest() {
    forget_ended();
    return order_.empty() ? std::nullopt
                          : std::optional{entries_.at(order_.front().second).entry.ticket};
}

bool InFlight::is_identifier_space_tight() {
    forget_ended();
    return !order_.empty() && next_sequence_ - order_.front().first >= safe_distance;
}

void InFlight::forget_ended() {
    const auto has_ended = [&](const auto& numbered) {
        const auto found = entries_.find(numbered.second);
        return found == entries_.end() || found->second.sequence != numbered.first;
    };
    while (!order_.empty() && has_ended(order_.front())) {
        order_.pop_front();
    }
}

} // namespace mqttx::mqtt
