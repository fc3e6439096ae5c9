// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/payload/envelope_text.hpp"
#include "apps/mqttx/payload/inspection_text.hpp"
#include "apps/mqttx/payload/payload.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/program.hpp"
#include "common/cose/inspection.hpp"
#include "common/io/output.hpp"

#include <ctime>
#include <memory>

namespace mqttx::app::payload {

namespace {

struct Options {
    EnvelopeText text{};
    bool json = false;
};

cli::ExitCode run(const Options& options, cli::Context& context) {
    const auto envelope = read_envelope(options.text, context);
    const std::int64_t now = std::time(nullptr);
    const auto found = cose::inspect(envelope, now);
    io::Output out{context.streams.out};
    out.write(options.json ? inspection_json(found, now) + '\n' : inspection_text(found));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_inspect(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("[--hex | --base64] [--json] [options] < ENVELOPE");
    declaration.about(
        "Says what an envelope tells somebody without a key: its structure, "
        "algorithms, kids, age and sizes, and what of it is authenticated. Nothing is "
        "verified."
    );
    declaration.flag("--json", options->json, "write one JSON object");
    text_options(declaration, options->text);
    cli::output_options(declaration);
    declaration.example(
        cat("tail -n 1 refused.jsonl | jq -r .payload_b64 | ",
            cli::program_name,
            " payload inspect --base64"),
        "what the last message was that sub --dead-letter refused.jsonl put aside"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::payload
