// SPDX-License-Identifier: Apache-2.0
#include "common/topic/level_table.hpp"

#include <functional>

namespace mqttx::topic {

/// The slot of a level, or the empty one where it would be. The table is never full.
std::size_t LevelTable::slot_of(std::string_view level) const noexcept {
    const auto mask = slots_.size() - 1;
    auto slot = std::hash<std::string_view>{}(level)&mask;
    while (slots_[slot] != 0 && levels_[slots_[slot] - 1] != level) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

void LevelTable::grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, 0);
    for (Id id = 0; id < levels_.size(); ++id) {
        slots_[slot_of(levels_[id])] = id + 1;
    }
}

LevelTable::Id LevelTable::add(std::string_view level) {
    if (levels_.size() * 3 >= slots_.size() * 2) {
        grow();
    }
    auto& taken = slots_[slot_of(level)];
    if (taken == 0) {
        levels_.push_back(level);
        taken = static_cast<Id>(levels_.size());
    }
    return taken - 1;
}

std::optional<LevelTable::Id> LevelTable::find(std::string_view level) const noexcept {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const auto taken = slots_[slot_of(level)];
    return taken == 0 ? std::nullopt : std::optional{taken - 1};
}

} // namespace mqttx::topic
