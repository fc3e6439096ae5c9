// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/cli/command.hpp"

#include <string>

namespace mqttx::app::payload {

/// How an envelope stands in a file: as bytes, or as text where one of these is set.
struct EnvelopeText {
    bool hex = false;
    bool base64 = false;
};

/// Declares --hex and --base64.
void text_options(cli::Declaration& declaration, EnvelopeText& text);

/// The envelope on standard input. Blanks and line ends are no part of a text. Throws Error(usage)
/// when both forms are asked for, Error(local) for other text.
Bytes read_envelope(const EnvelopeText& text, const cli::Context& context);

/// The envelope as it goes to standard output; a text ends with a line feed. Throws Error(usage)
/// when both forms are asked for.
Bytes encode(const EnvelopeText& text, Bytes envelope);

} // namespace mqttx::app::payload
