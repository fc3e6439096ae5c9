// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cose/cbor_reader.hpp"

#include <cstdint>
#include <string_view>

namespace mqttx::cose::cbor {

/// Appends deterministic CBOR (RFC 8949 section 4.2.1) to bytes of the caller's. Map labels must be
/// given in the order of their encodings: 0, 1, 2... then -1, -2... then texts, shorter ones first.
class Writer {
  public:
    explicit Writer(Bytes& out) noexcept : out_{out} {}

    Writer& integer(std::int64_t number);
    Writer& bytes(ByteView content);
    /// The text must be UTF-8.
    Writer& text(std::string_view content);
    /// `items` items follow.
    Writer& array(std::uint64_t items);
    /// `pairs` pairs of label and value follow.
    Writer& map(std::uint64_t pairs);
    Writer& null();
    Writer& boolean(bool truth);
    /// An item that is encoded already.
    Writer& raw(ByteView item);
    /// One item follows.
    Writer& tag(std::uint64_t number);
    /// A byte string of that length, whose content the caller appends itself.
    Writer& bytes_header(std::uint64_t length);

  private:
    Writer& head(Type type, std::uint64_t argument);

    Bytes& out_;
};

} // namespace mqttx::cose::cbor
