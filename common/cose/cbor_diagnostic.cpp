// SPDX-License-Identifier: Apache-2.0
#include "common/cose/cbor_diagnostic.hpp"

#include "common/base/text.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/io/json_writer.hpp"

#include <utility>

namespace mqttx::cose::cbor {

namespace {

/// The items of a container, each written by `one`.
template <typename One>
std::string items(std::uint64_t count, char open, char close, const One& one) {
    std::string out{open};
    for (std::uint64_t at = 0; at < count; ++at) {
        out += at == 0 ? "" : ", ";
        out += one();
    }
    out += close;
    return out;
}

std::string simple(ByteView item) {
    switch (item.front()) {
    case 0xF4:
        return "false";
    case 0xF5:
        return "true";
    case 0xF6:
        return "null";
    case 0xF7:
        return "undefined";
    default:
        // Floating point numbers stand in no header of COSE: their bytes say enough.
        return item.size() == 1 ? cat("simple(", item.front() & 0x1F, ')')
                                : cat("float(h'", to_hex(item.subspan(1)), "')");
    }
}

std::string next(Reader& in) {
    const auto type = in.peek().value_or(Type::simple);
    switch (type) {
    case Type::positive:
    case Type::negative: {
        const auto number = in.integer();
        // Beyond 64 bits with a sign.
        return number ? std::to_string(*number) : cat("h'", to_hex(in.skip()), "'");
    }
    case Type::bytes:
        return cat("h'", to_hex(in.bytes().value_or(ByteView{})), '\'');
    case Type::text: {
        std::string out;
        io::append_json_string(out, in.text().value_or(std::string_view{}));
        return out;
    }
    case Type::array:
        return items(in.array().value_or(0), '[', ']', [&] { return next(in); });
    case Type::map:
        return items(in.map().value_or(0), '{', '}', [&] {
            auto label = next(in);
            return cat(label, ": ", next(in));
        });
    case Type::tag: {
        const auto number = in.tag().value_or(0);
        return cat(number, '(', next(in), ')');
    }
    case Type::simple:
        break;
    }
    const auto item = in.skip();
    return item.empty() ? std::string{} : simple(item);
}

} // namespace

std::string diagnostic(ByteView item) {
    Reader in{item};
    return next(in);
}

} // namespace mqttx::cose::cbor
