// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/payload/envelope_text.hpp"

#include "apps/mqttx/pub/source.hpp"
#include "common/base/error.hpp"
#include "common/cli/declare.hpp"
#include "common/io/file.hpp"

#include <optional>

namespace mqttx::app::payload {

namespace {

void require_one(const EnvelopeText& text) {
    if (text.hex && text.base64) {
        throw Error{ErrorKind::usage, "--hex contradicts --base64", "leave one out"};
    }
}

} // namespace

void text_options(cli::Declaration& declaration, EnvelopeText& text) {
    declaration.flag("--hex", text.hex, "the envelope is hexadecimal text");
    declaration.flag("--base64", text.base64, "the envelope is base64 text");
}

Bytes read_envelope(const EnvelopeText& text, const cli::Context& context) {
    require_one(text);
    // A text has two digits for a byte, and line ends.
    const auto limit = text.hex || text.base64 ? 3 * pub::largest_payload : pub::largest_payload;
    auto bytes = io::read_all(context.streams.in, "standard input", limit);
    if (!text.hex && !text.base64) {
        return bytes;
    }
    std::erase_if(bytes, [](std::uint8_t byte) {
        return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    });
    auto envelope = text.hex ? from_hex(as_text(bytes)) : from_base64(as_text(bytes));
    if (!envelope) {
        throw Error{
            ErrorKind::local,
            text.hex ? "standard input is no hexadecimal text" : "standard input is no base64 text",
            "without --hex and --base64 the envelope is read as bytes"};
    }
    return *std::move(envelope);
}

Bytes encode(const EnvelopeText& text, Bytes envelope) {
    require_one(text);
    if (!text.hex && !text.base64) {
        return envelope;
    }
    const auto line = (text.hex ? to_hex(envelope) : to_base64(envelope)) + '\n';
    return {line.begin(), line.end()};
}

} // namespace mqttx::app::payload
