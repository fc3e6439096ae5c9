// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/pki/event.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// A line of the journal that was changed, or whose predecessor was removed.
struct Damage {
    std::size_t line; ///< from 1
    std::string what;
};

/// What a journal says, line by line in the order of time.
struct JournalContent {
    std::vector<Event> events;
    std::vector<Damage> damages;
    bool is_torn = false; ///< an interrupted command left the beginning of a line; it counts not
};

/// Reads a journal's bytes. Each line is a JSON object whose last member, "sum", is the first 64
/// bits of a SHA-256 over the sum of the line before and the line up to that member. A line with
/// "more":true belongs to one step with the next.
JournalContent parse_journal(std::string_view text);

/// The file in which a PKI writes down what it did; it only ever grows.
class Journal {
  public:
    explicit Journal(std::string path) : path_{std::move(path)} {}

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// All of it; empty when there is no file. Throws Error(local).
    [[nodiscard]] JournalContent read() const;

    /// The events, none of them damaged. Throws Error(local) naming the line.
    [[nodiscard]] std::vector<Event> read_whole() const;

    /// The events of the last step, at a cost that does not grow with the file. Throws
    /// Error(local) when they are damaged.
    [[nodiscard]] std::vector<Event> last_step() const;

    /// Adds one step, all of it on the disk or the file as before; what an interrupted one left
    /// behind is cut off. For the holder of the store's lock. Throws Error(local).
    void append(std::span<const Event> events) const;

    /// Cuts off what an interrupted step left behind; a file without any step goes. For the holder
    /// of the store's lock. Throws Error(local).
    void drop_torn() const;

  private:
    std::string path_;
};

} // namespace mqttx::pki
