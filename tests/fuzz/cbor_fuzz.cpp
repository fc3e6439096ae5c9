// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes are, the reader stays inside them; what it accepts it reads to the end, and
// the writer gives the same bytes again.
#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

void copy_item(cbor::Reader& in, Bytes& out) {
    cbor::Writer writer{out};
    std::uint64_t children = 0;
    if (const auto bytes = in.bytes()) {
        writer.bytes(*bytes);
    } else if (const auto text = in.text()) {
        writer.text(*text);
    } else if (const auto number = in.integer()) {
        writer.integer(*number);
    } else if (const auto items = in.array()) {
        writer.array(*items);
        children = *items;
    } else if (const auto pairs = in.map()) {
        writer.map(*pairs);
        children = *pairs * 2;
    } else if (const auto tag = in.tag()) {
        writer.tag(*tag);
        children = 1;
    } else {
        const auto other = in.skip(); // simple values and numbers beyond 63 bits
        out.insert(out.end(), other.begin(), other.end());
    }
    for (; children > 0; --children) {
        copy_item(in, out);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input{data, size};
    const bool is_good = !cbor::find_fault(input);
    cbor::Reader skipping{input};
    const auto skipped = skipping.skip();
    if (!is_good) {
        return 0;
    }
    if (skipped.size() != size || !skipping.at_end()) {
        std::abort();
    }
    Bytes copy;
    cbor::Reader in{input};
    copy_item(in, copy);
    if (!in.at_end() || copy != Bytes(data, data + size)) {
        std::abort();
    }
    return 0;
}
