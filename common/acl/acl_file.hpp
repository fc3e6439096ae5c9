// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/mosquitto_lines.hpp"
#include "common/acl/span.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What a rule grants, or takes away.
enum class Access : std::uint8_t { read, write, readwrite, deny };

enum class LineKind : std::uint8_t { blank, comment, user, topic, pattern, unknown };

/// Why Mosquitto 2.0 refuses to start with a line.
enum class Refusal : std::uint8_t {
    none,
    unknown_keyword,
    no_user_name,
    no_topic,
    unknown_access,
    bad_topic, ///< a misplaced wildcard, too long, or too many levels
};

/// A line as Mosquitto 2.0 understands it. Spans of what is not there are empty.
struct AclLine {
    LineKind kind = LineKind::blank;
    Refusal refusal = Refusal::none;
    Access access = Access::readwrite; ///< of a rule; readwrite when there is no access word
    Span text;                         ///< without white space at the end
    Span keyword;
    Span access_word;
    Span value; ///< the topic of a rule or the name of a user
};

/// A Mosquitto acl_file: every line in order, and what is never read. The text must outlive it.
struct AclFile {
    std::string_view text;
    std::vector<AclLine> lines;
    std::vector<Loss> losses;

    /// The first line the broker refuses to start with, or none.
    [[nodiscard]] const AclLine* refused_line() const noexcept;
};

/// Most bytes and most slashes of a topic in a rule.
inline constexpr std::size_t longest_topic = 65535;
inline constexpr std::size_t most_slashes = 200;

/// Reads a file of less than 4 GiB exactly as Mosquitto 2.0.11 does, but to the end also when a
/// line is refused. Takes any bytes.
AclFile read_acl_file(std::string_view text);

} // namespace mqttx::acl
