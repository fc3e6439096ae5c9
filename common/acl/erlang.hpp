// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// `other` is a term outside of what configuration files hold (a float, map, character, variable);
/// a fault says so where it stands.
enum class ErlangKind : std::uint8_t { atom, integer, string, tuple, list, other };

/// A term as it stands in the file. Nodes follow in the order of the text; the elements of a tuple
/// or list come right behind it.
struct ErlangNode {
    Span span;
    std::uint32_t after = 0; ///< index of the first node behind everything in this one
    ErlangKind kind = ErlangKind::other;
    std::string_view value{}; ///< of an atom or string its characters in UTF-8, escapes undone
};

/// Why a text is no list of terms, or a term that is not taken here.
struct ErlangFault {
    Span span;
    std::string message; ///< a sentence, lower case, no full stop; parts of the file not escaped
};

class ErlangTerm;

/// Terms, each with a full stop behind it, as Erlang's file:consult/1 reads them: atoms, integers,
/// strings, binaries that hold one string, tuples and lists. The text must outlive it.
struct ErlangDocument {
    std::string_view text;
    std::vector<ErlangNode> nodes;
    std::vector<std::uint32_t> forms; ///< the terms of the first level that were read whole
    std::vector<ErlangFault> faults;  ///< in the order of the text, one for each broken term
    std::deque<std::string> owned;    ///< values that the source spells otherwise

    [[nodiscard]] ErlangTerm term(std::uint32_t index) const;
};

/// Most tuples and lists within each other.
inline constexpr std::size_t deepest_erlang = 64;

/// Reads any bytes (less than 4 GiB) in time that grows with their number; goes on behind a broken
/// term, and does not recurse.
ErlangDocument read_erlang(std::string_view text);

/// A place in a document, which must outlive it.
class ErlangTerm {
  public:
    ErlangTerm(const ErlangDocument& document, std::uint32_t index) noexcept
        : document_{&document}, index_{index} {}

    [[nodiscard]] ErlangKind kind() const noexcept { return node().kind; }

    [[nodiscard]] Span span() const noexcept { return node().span; }

    /// The term as it is written.
    [[nodiscard]] std::string_view source() const noexcept { return span().in(document_->text); }

    [[nodiscard]] bool is_atom(std::string_view name) const noexcept {
        return kind() == ErlangKind::atom && node().value == name;
    }

    /// The characters of an atom or string.
    [[nodiscard]] std::string_view value() const noexcept { return node().value; }

    /// Of an integer from 0 to 999,999,999.
    [[nodiscard]] std::optional<int> number() const noexcept;

    /// The elements of a tuple or list; none of anything else.
    [[nodiscard]] std::vector<ErlangTerm> elements() const;

  private:
    [[nodiscard]] const ErlangNode& node() const noexcept { return document_->nodes[index_]; }

    const ErlangDocument* document_;
    std::uint32_t index_;
};

inline ErlangTerm ErlangDocument::term(std::uint32_t index) const {
    return {*this, index};
}

} // namespace mqttx::acl
