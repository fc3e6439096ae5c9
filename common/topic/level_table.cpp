// SPDX-License-Identifier: Apache-2.0
#include "common/topic/level_table.hpp"

#include <functional>

namespace mqttx::topic {

namespace {

std::uint32_t hash_of(std::string_view level) noexcept {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(level));
}

} // namespace

/// The slot of a level, or the empty one where it would be. The table is never full.
std::size_t LevelTable::slot_of(std::string_view level, std::uint32_t hash) const noexcept {
    const auto mask = slots_.size() - 1;
    auto slot = hash & mask;
    while (slots_[slot].taken != 0 &&
           (slots_[slot].hash != hash || levels_[slots_[slot].taken - 1] != level)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

void LevelTable::grow() {
    const auto old = std::move(slots_);
    slots_.assign(old.empty() ? 16 : old.size() * 2, Slot{});
    const auto mask = slots_.size() - 1;
    for (const auto& slot : old) {
        if (slot.taken != 0) {
            auto place = slot.hash & mask;
            while (slots_[place].taken != 0) {
                place = (place + 1) & mask;
            }
            slots_[place] = slot;
        }
    }
}

LevelTable::Id LevelTable::add(std::string_view level) {
    if (levels_.size() * 3 >= slots_.size() * 2) {
        grow();
    }
    const auto hash = hash_of(level);
    auto& slot = slots_[slot_of(level, hash)];
    if (slot.taken == 0) {
        levels_.push_back(level);
        slot = {hash, static_cast<Id>(levels_.size())};
    }
    return slot.taken - 1;
}

std::optional<LevelTable::Id> LevelTable::find(std::string_view level) const noexcept {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const auto taken = slots_[slot_of(level, hash_of(level))].taken;
    return taken == 0 ? std::nullopt : std::optional{taken - 1};
}

} // namespace mqttx::topic
