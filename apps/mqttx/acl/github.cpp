// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/github.hpp"

#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

/// Escapes for a workflow command; more within a property than in the message.
std::string escaped(std::string_view text, bool property) {
    std::string safe;
    for (const char byte : io::escape_for_terminal(text)) {
        if (byte == '%') {
            safe += "%25";
        } else if (property && byte == ':') {
            safe += "%3A";
        } else if (property && byte == ',') {
            safe += "%2C";
        } else {
            safe += byte;
        }
    }
    return safe;
}

} // namespace

std::string github_line(const Annotation& annotation) {
    return cat(
        "::",
        annotation.level,
        " file=",
        escaped(annotation.file, true),
        ",line=",
        annotation.begin.line,
        ",col=",
        annotation.begin.column,
        ",endLine=",
        annotation.end.line,
        ",endColumn=",
        annotation.end.column,
        ",title=",
        escaped(annotation.title, true),
        "::",
        escaped(annotation.message, false),
        '\n'
    );
}

} // namespace mqttx::app
