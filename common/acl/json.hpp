// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

/// Why a text is no JSON, or says something twice. What is wrong within a string or a name does not
/// end the reading; anything else does.
struct JsonFault {
    enum class Cause : std::uint8_t {
        nothing_there,    ///< empty, or nothing but white space
        unexpected,       ///< something else should stand here
        unfinished,       ///< the text ends within a value
        trailing_text,    ///< something follows the value
        nul_byte,         ///< the end of the file, for a program written in C
        too_deep,         ///< more than deepest_json arrays and objects within each other
        bad_number,       ///< not as RFC 8259 section 6 writes numbers
        control_in_text,  ///< a control character in a string that is not escaped
        bad_escape,       ///< an unknown escape, or half of a surrogate pair
        nul_in_text,      ///< \u0000: the end of the string, for a program written in C
        invalid_utf8,     ///< bytes in a string that are not UTF-8
        duplicate_member, ///< a name that the object has already, letter case aside
    };

    Cause cause;
    Span span;
    Span first{}; ///< of a duplicate: the member before it

    /// A sentence, lower case, no full stop.
    [[nodiscard]] std::string_view sentence() const noexcept;
};

/// A value as it stands in the file. Nodes follow in the order of the text; the nodes within an
/// array or object come right behind it, in an object a name before each value.
struct JsonNode {
    Span span;
    std::uint32_t after = 0; ///< index of the first node behind everything in this one
    JsonKind kind = JsonKind::null;
    bool has_escapes = false; ///< of a string
};

/// Most arrays and objects within each other, as in the parser that Mosquitto uses (cJSON).
inline constexpr std::size_t deepest_json = 1000;

/// A text with its ASCII letters in lower case: cJSON compares names of members so.
std::string in_lower_case(std::string_view text);

class JsonValue;

/// A JSON text (RFC 8259) with the place of everything in it. A byte order mark is passed over. The
/// text must outlive it.
struct JsonDocument {
    std::string_view text;
    std::vector<JsonNode> nodes;
    std::vector<JsonFault> faults; ///< in the order of the text

    /// The value, as far as it was read; none when not even its kind is known.
    [[nodiscard]] std::optional<JsonValue> root() const;

    /// Text of at least one fault that is not a duplicate.
    [[nodiscard]] const JsonFault* error() const noexcept;
};

/// Reads any bytes (less than 4 GiB) in time that grows with their number; does not recurse.
JsonDocument read_json(std::string_view text);

/// A place in a document, which must outlive it.
class JsonValue {
  public:
    JsonValue(const JsonDocument& document, std::uint32_t index) noexcept
        : document_{&document}, index_{index} {}

    [[nodiscard]] JsonKind kind() const noexcept { return node().kind; }

    [[nodiscard]] Span span() const noexcept { return node().span; }

    /// The characters of a string, up to a NUL; of anything else what stands in the file.
    [[nodiscard]] std::string text() const;

    /// Of a boolean.
    [[nodiscard]] bool truth() const noexcept;

    /// A number cut to a whole one within the range of int; 0 for anything else.
    [[nodiscard]] int whole_number() const noexcept;

    /// Calls `visit(value)` for each element of an array; does nothing for anything else.
    template <typename Visit> void each_element(Visit visit) const {
        if (kind() == JsonKind::array) {
            for (auto at = index_ + 1; at < node().after; at = document_->nodes[at].after) {
                visit(JsonValue{*document_, at});
            }
        }
    }

    /// Calls `visit(name, value)` for each member of an object; does nothing for anything else.
    template <typename Visit> void each_member(Visit visit) const {
        if (kind() == JsonKind::object) {
            for (auto at = index_ + 1; at + 1 < node().after; at = document_->nodes[at + 1].after) {
                visit(JsonValue{*document_, at}, JsonValue{*document_, at + 1});
            }
        }
    }

    /// A member by its name, the first of several; `name` is lower case ASCII, and letter case is
    /// not looked at, as cJSON does.
    [[nodiscard]] std::optional<JsonValue> member(std::string_view name) const;

  private:
    [[nodiscard]] const JsonNode& node() const noexcept { return document_->nodes[index_]; }

    const JsonDocument* document_;
    std::uint32_t index_;
};

} // namespace mqttx::acl
