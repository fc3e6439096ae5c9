// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mqttx::topic {

/// Numbers the different levels of many topics, from 0 in the order of their coming. The texts must
/// outlive it.
class LevelTable {
  public:
    using Id = std::uint32_t;

    /// The number of a level, a new one when it is new.
    Id add(std::string_view level);
    /// The number of a level; none when it never came.
    [[nodiscard]] std::optional<Id> find(std::string_view level) const noexcept;

    [[nodiscard]] std::string_view operator[](Id id) const noexcept { return levels_[id]; }

    [[nodiscard]] std::size_t size() const noexcept { return levels_.size(); }

  private:
    /// A place for a level. Of two levels the hashes differ nearly always, and stand here: the text
    /// is far away.
    struct Slot {
        std::uint32_t hash = 0;
        Id taken = 0; ///< Id + 1; 0 when empty
    };

    [[nodiscard]] std::size_t slot_of(std::string_view level, std::uint32_t hash) const noexcept;
    void grow();

    std::vector<std::string_view> levels_;
    std::vector<Slot> slots_; ///< open addressing, a power of two
};

} // namespace mqttx::topic
