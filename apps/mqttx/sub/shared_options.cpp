// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/shared_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"

#include <functional>

namespace mqttx::app::sub {

void age_option(
    cli::Declaration& declaration,
    std::string_view names,
    std::function<void(std::int64_t)> store,
    std::string description
) {
    declaration.value(
        names,
        cli::ValueKind::duration,
        [store = std::move(store), name = std::string{names}](const std::string& word) {
            const auto age = cli::parse_duration(word);
            if (word != "off" && !age) {
                throw Error{
                    ErrorKind::usage, cat(name, " takes a duration or off, not ", in_quotes(word))};
            }
            store(
                age ? std::chrono::duration_cast<std::chrono::seconds>(*age).count()
                    : cose::no_age_limit
            );
        },
        "TIME",
        std::move(description)
    );
}

void output_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Output");
    declaration.flag(
        "-v,--verbose", options.verbose, "write the topic and a blank before each payload"
    );
    declaration.flag(
        "-N,--no-newline", options.no_newline, "write no line feed after each message"
    );
    declaration.text(
        "-F,--format",
        options.format,
        "FORMAT",
        "write messages in this format: %t topic, %p payload, %x hex, %q QoS, ... (manual page)"
    );
    declaration.flag(
        "--json",
        options.json,
        "write a JSON object a line: topic, payload, properties, time and verdict"
    );
    declaration.flag("--pretty", options.pretty, "spread JSON over lines");
    declaration.choice(
        "--escape",
        options.escape,
        {{"auto", Escape::automatic}, {"always", Escape::always}, {"never", Escape::never}},
        "WHEN",
        "escape control characters: auto (on a terminal), always or never"
    );
}

void protection_options(cli::Declaration& declaration, Options& options) {
    auto& ages = options.receiver.ages;
    declaration.section("Payload encryption");
    cli::keyring_options(declaration, options.keyrings);
    declaration.flag(
        "--require-encrypted",
        options.receiver.require_encrypted,
        "refuse plain text on every topic"
    );
    declaration.flag(
        "--require-signed",
        options.receiver.require_signed,
        "refuse every message without a signature of a key in the keyring"
    );
    declaration.flag(
        "--allow-anonymous",
        options.receiver.allow_anonymous,
        "take messages to our own public key that nobody signed"
    );
    age_option(
        declaration,
        "--max-age",
        [&](std::int64_t age) { ages.max_age = age; },
        "refuse messages that are older, or off (300 s; off with -c)"
    );
    age_option(
        declaration,
        "--retained-max-age",
        [&](std::int64_t age) { ages.retained_max_age = age; },
        "the same for retained messages (off)"
    );
    age_option(
        declaration,
        "--max-skew",
        [&](std::int64_t age) { ages.max_skew = age; },
        "tolerate sender clocks that are this far ahead (60 s)"
    );
    declaration.choice(
        "--on-payload-error",
        options.on_refusal,
        {{"skip", OnRefusal::skip}, {"fail", OnRefusal::fail}},
        "ACTION",
        "what to do about a refused payload: skip (report and go on) or fail (stop, unacknowledged)"
    );
    declaration.flag(
        "--strict-payload",
        options.strict_payload,
        "exit 9 for any refused payload, even when -C was met"
    );
}

void keeping_options(cli::Declaration& declaration, Options& options) {
    declaration.pairs(
        "--topic-map",
        options.topic_map,
        "RECEIVED ORIGIN",
        "undo a bridge: topics below the first are those below the second to their sender"
    );
    declaration.file(
        "--replay-state",
        options.replay_state,
        "FILE",
        "remember in this file what was received, so that no later run takes it again"
    );
    declaration.flag(
        "--report-gaps", options.report_gaps, "say which messages of a sender never came"
    );
    declaration.file(
        "--dead-letter", options.dead_letters, "FILE", "add refused messages to this file, as JSON"
    );
}

} // namespace mqttx::app::sub
