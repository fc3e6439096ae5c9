// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// An element as it stands in the file. Elements follow in the order of the text; those within one
/// come right behind it.
struct XmlElement {
    std::string name;
    std::string text{};      ///< its own characters, references replaced
    Span span;               ///< tags included
    Span tag;                ///< the start tag
    Span text_span{};        ///< from the first of its own characters to the last; empty: none
    std::uint32_t after = 0; ///< index of the first element behind everything in this one
    bool has_children = false;
};

/// Why a text is not read to its end.
struct XmlFault {
    Span span;
    std::string message; ///< a sentence, lower case, no full stop
};

/// An XML 1.0 document with the place of everything in it. Comments and processing instructions are
/// passed over. A document type declaration is refused, and with it every entity but the five that
/// XML has itself, so that nothing in the text can grow or name another file.
struct XmlDocument {
    std::string_view text;
    std::vector<XmlElement> elements;
    std::optional<XmlFault> fault;
};

/// Most elements within each other.
inline constexpr std::size_t deepest_xml = 64;

/// Reads any bytes (less than 4 GiB), UTF-8 alone; does not recurse.
XmlDocument read_xml(std::string_view text);

} // namespace mqttx::acl
