// SPDX-License-Identifier: Apache-2.0
#include "common/cose/cbor_writer.hpp"

namespace mqttx::cose::cbor {

Writer& Writer::head(Type type, std::uint64_t argument) {
    const auto major = static_cast<std::uint8_t>(static_cast<unsigned>(type) << 5U);
    if (argument < 24) {
        out_.push_back(static_cast<std::uint8_t>(major | argument));
        return *this;
    }
    // 24, 25, 26 and 27 announce 1, 2, 4 and 8 bytes.
    unsigned width = 0;
    while (width < 3 && argument >> (8U << width) != 0) {
        ++width;
    }
    out_.push_back(static_cast<std::uint8_t>(major | (24U + width)));
    for (unsigned left = 1U << width; left > 0; --left) {
        out_.push_back(static_cast<std::uint8_t>(argument >> (8U * (left - 1U))));
    }
    return *this;
}

Writer& Writer::integer(std::int64_t number) {
    // -1 - number cannot overflow, and is what the encoding of a negative number holds.
    return number >= 0 ? head(Type::positive, static_cast<std::uint64_t>(number))
                       : head(Type::negative, static_cast<std::uint64_t>(-1 - number));
}

Writer& Writer::bytes(ByteView content) {
    bytes_header(content.size());
    out_.insert(out_.end(), content.begin(), content.end());
    return *this;
}

Writer& Writer::text(std::string_view content) {
    head(Type::text, content.size());
    out_.insert(out_.end(), content.begin(), content.end());
    return *this;
}

Writer& Writer::array(std::uint64_t items) {
    return head(Type::array, items);
}

Writer& Writer::map(std::uint64_t pairs) {
    return head(Type::map, pairs);
}

Writer& Writer::boolean(bool truth) {
    out_.push_back(truth ? 0xF5 : 0xF4);
    return *this;
}

Writer& Writer::null() {
    constexpr std::uint8_t simple_null = 0xf6;
    out_.push_back(simple_null);
    return *this;
}

Writer& Writer::raw(ByteView item) {
    out_.insert(out_.end(), item.begin(), item.end());
    return *this;
}

Writer& Writer::tag(std::uint64_t number) {
    return head(Type::tag, number);
}

Writer& Writer::bytes_header(std::uint64_t length) {
    return head(Type::bytes, length);
}

} // namespace mqttx::cose::cbor
