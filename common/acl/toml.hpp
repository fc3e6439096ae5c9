// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// TOML 1.0 with the place of every key and value. toml++ knows the places too, but it ends at the
/// first fault and takes three seconds for a file of 100,000 rules, which a broker waits for.
namespace mqttx::acl {

enum class TomlKind : std::uint8_t { table, array, string, integer, floating, boolean, date_time };

/// How a table or array came to be, which says what may be added to it later.
enum class TomlOrigin : std::uint8_t {
    value,   ///< written as a value: it is closed
    header,  ///< a table with a header of its own
    implied, ///< a table that a longer header speaks of
    dotted,  ///< a table that a dotted key speaks of
    tables   ///< an array of tables, [[name]]
};

/// Something that is no TOML, or said twice.
struct TomlFault {
    Span span;
    std::string message; ///< a sentence, lower case, no full stop
    Span first{};        ///< of what is there twice: where it was first
};

inline constexpr std::uint32_t no_node = std::numeric_limits<std::uint32_t>::max();

/// A value, in a table with its key.
struct TomlNode {
    std::string_view key{};  ///< characters of the key
    std::string_view text{}; ///< characters of a string; of another scalar what is written
    Span key_span{};
    Span span{}; ///< the value; of a table with a header, the header
    std::uint32_t first = no_node;
    std::uint32_t last = no_node;
    std::uint32_t next = no_node; ///< in the same table or array, in the order of the file
    std::uint32_t count = 0;      ///< of its own values
    TomlKind kind = TomlKind::table;
    TomlOrigin origin = TomlOrigin::value;
};

/// Most arrays and inline tables within each other.
inline constexpr std::size_t deepest_toml = 100;

/// Faults after which reading ends: a file with more of them is no TOML.
inline constexpr std::size_t most_toml_faults = 1000;

/// A document; node 0 is the table of the whole. Its texts point into the source, which must
/// outlive it, or into `owned`.
struct TomlDocument {
    std::string_view text{};
    std::vector<TomlNode> nodes{};
    std::vector<TomlFault> faults{}; ///< in the order of the text
    std::deque<std::string> owned{}; ///< strings with escapes

    [[nodiscard]] const TomlNode& operator[](std::uint32_t index) const noexcept {
        return nodes[index];
    }

    /// Calls `visit(index)` for each value of a table or array.
    template <typename Visit> void each(std::uint32_t index, Visit visit) const {
        for (auto at = nodes[index].first; at != no_node; at = nodes[at].next) {
            visit(at);
        }
    }

    /// The value with this key, or no_node.
    [[nodiscard]] std::uint32_t find(std::uint32_t table, std::string_view key) const;

    /// Where a table ends: behind its header and the last of its values.
    [[nodiscard]] std::uint32_t end_of(std::uint32_t table) const;

    /// The keys of tables with many of them.
    std::unordered_map<std::uint32_t, std::unordered_map<std::string_view, std::uint32_t>> large{};
};

/// Reads any bytes (less than 4 GiB). After a fault it goes on with the next line that looks like
/// the beginning of something.
TomlDocument read_toml(std::string_view text);

} // namespace mqttx::acl
