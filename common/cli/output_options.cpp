// SPDX-License-Identifier: Apache-2.0
#include "common/cli/output_options.hpp"

#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"

#include <memory>

namespace mqttx::cli {

void output_options(Declaration& options) {
    const auto settings = std::make_shared<DiagnosticSettings>();
    options.section("Diagnostics");
    options.flag(
        "--quiet", settings->quiet, "say nothing on standard error; the exit status tells"
    );
    options.choice(
        "--color",
        settings->color,
        {{"auto", ColorMode::automatic},
         {"always", ColorMode::always},
         {"never", ColorMode::never}},
        "WHEN",
        "colour diagnostics: auto (on a terminal), always or never"
    );
    options.choice(
        "--log-format",
        settings->format,
        {{"text", LogFormat::text}, {"json", LogFormat::json}},
        "FORMAT",
        "write diagnostics as text or as a JSON object a line"
    );
    options.after_parse([settings](Context& context) { context.diagnostics.configure(*settings); });
}

void output_options(Declaration& options, bool& debug) {
    output_options(options);
    options.flag("-d,--debug", debug, "show the packets that come and go");
}

} // namespace mqttx::cli
