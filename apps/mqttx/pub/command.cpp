// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "apps/mqttx/pub/options.hpp"
#include "apps/mqttx/pub/payload.hpp"
#include "apps/mqttx/pub/protection.hpp"
#include "apps/mqttx/pub/publisher.hpp"
#include "apps/mqttx/pub/source.hpp"
#include "apps/mqttx/pub/will.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/program.hpp"
#include "common/mqtt/sendable.hpp"

#include <ctime>
#include <memory>

namespace mqttx::app {

namespace {

using pub::Options;

void message_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Message");
    declaration.texts(
        "-t,--topic",
        options.topics,
        "TOPIC",
        "publish to this topic; to each, when given several times"
    );
    pub::payload_options(declaration, options);
    declaration.flag(
        "-l,--stdin-line", options.lines, "publish each line of standard input as a message"
    );
    declaration.flag(
        "-0,--null-delimited",
        options.nul_delimited,
        "the messages on standard input end with a NUL byte instead of a line feed"
    );
    declaration.flag(
        "--json-lines",
        options.json_lines,
        "publish the messages that the lines of standard input describe, as sub --json wrote them"
    );
    declaration.number(
        "-q,--qos", options.qos, 0, 2, "N", "publish at this quality of service: 0, 1 or 2 (0)"
    );
    declaration.flag(
        "-r,--retain", options.retain, "let the broker keep the message for later subscribers"
    );
    declaration.number(
        "--repeat", options.repeat, 1, 1'000'000'000, "N", "publish the message this often (1)"
    );
    declaration.duration(
        "--repeat-delay", options.repeat_delay, "TIME", "wait this long between repetitions (0)"
    );
    declaration.number(
        "-M,--window,--max-inflight",
        options.window,
        1,
        65535,
        "N",
        "have at most this many messages under way (1000)"
    );
    declaration.flag(
        "--report",
        options.report,
        "say at the end how many messages were accepted, denied and unacknowledged"
    );
}

void check(Options& options) {
    const int sources = pub::payload_count(options) +
                        (options.lines || options.nul_delimited ? 1 : 0) +
                        (options.json_lines ? 1 : 0);
    if (cli::url_topic_counts(options.connection, !options.topics.empty())) {
        options.topics = {*options.connection.url_topic};
    }
    if (options.json_lines && !options.topics.empty()) {
        throw Error{
            ErrorKind::usage,
            "with --json-lines every line has a topic of its own",
            "leave out --topic"};
    }
    if (options.topics.empty() && !options.json_lines) {
        throw Error{ErrorKind::usage, "there is no topic to publish to", "add --topic TOPIC"};
    }
    if (sources != 1) {
        throw Error{
            ErrorKind::usage,
            sources == 0 ? "there is nothing to publish"
                         : "the message comes from more than one place",
            "use one of --message, --file, --stdin-file, --stdin-line, --json-lines and "
            "--null-message"};
    }
    pub::check_protection(options);
}

std::unique_ptr<pub::Source>
open_source(const Options& options, Bytes payload, const cli::Context& context) {
    if (options.json_lines) {
        return std::make_unique<pub::Recording>(context.streams.in);
    }
    if (options.lines || options.nul_delimited) {
        const std::uint8_t delimiter = options.nul_delimited ? 0 : '\n';
        return std::make_unique<pub::Stream>(context.streams.in, delimiter);
    }
    return std::make_unique<pub::Repeated>(
        std::move(payload), options.repeat, options.repeat_delay
    );
}

/// Everything about the messages that can be refused before the network is touched.
void check_messages(
    const Options& options,
    const pub::Protection& protection,
    ByteView payload,
    cli::Context& context
) {
    const bool clears = payload.empty() && options.retain && !options.is_stream();
    for (const auto& topic : options.topics) {
        if (clears && !options.plaintext && protection.is_protected(topic)) {
            context.diagnostics.note(cat(
                "an empty retained message clears ", in_quotes(topic), ": it goes out unprotected"
            ));
        }
        const auto& properties = options.connection.properties.of(mqtt::PropertyPacket::publish);
        if (clears) {
            mqtt::check_publish(topic, options.qos, 0, properties);
        } else {
            protection.check(topic, options.qos, payload.size(), properties);
        }
        if (const auto doubt = mqtt::publish_doubt(topic)) {
            context.diagnostics.warning(cat("topic ", in_quotes(topic), ": ", *doubt));
        }
    }
}

cli::ExitCode run(Options& options, cli::Context& context) {
    auto connect = cli::take_connection(options.connection, context);
    check(options);
    connect.window = options.window;
    connect.wants_log = options.connection.debug;
    connect.resumes_session = options.qos == 2 || options.json_lines;
    // QoS 2, queued messages of a kept session, and the log of packets are the library's.
    connect.publishes_past_library =
        options.qos < 2 && !options.json_lines && connect.clean_start && !options.connection.debug;
    cli::limit_reconnection(connect.patience);
    const auto policy = cli::secret_policy(options.connection);
    auto keyring = cli::take_keyring(options.keyrings, context, policy);
    auto parties = pub::take_parties(options, keyring, policy, context.diagnostics);
    pub::seal_will(connect, options, keyring, parties);
    pub::Protection protection{options, keyring, std::move(parties)};
    auto payload = pub::read_payload(options, context);
    check_messages(options, protection, payload, context);
    options.advice = take_advice(options.acl, options.connection, connect, context);
    for (const auto& topic : options.topics) {
        if (options.advice) {
            options.advice->tell(pub::action_of(options), topic, context.diagnostics);
        }
    }
    const auto source = open_source(options, std::move(payload), context);
    pub::Publisher publisher{options, std::move(connect), std::move(protection), *source, context};
    return publisher.run();
}

} // namespace

cli::Runner declare_pub(cli::Declaration& declaration) {
    const auto options = std::make_shared<Options>();
    declaration.usage("-t TOPIC (-m TEXT | -f FILE | -s | -l | -n | --json-lines) [options]");
    declaration.about("Publishes messages and exits 0 only when each of them was written (QoS 0) "
                      "or acknowledged by the broker (QoS 1 "
                      "and 2). A topic that a key of the keyring protects is encrypted end to end."
    );
    message_options(declaration, *options);
    pub::protection_options(declaration, *options);
    advice_option(declaration, options->acl);
    cli::connection_options(declaration, options->connection, {mqtt::PropertyPacket::publish});
    cli::output_options(declaration, options->connection.debug);
    declaration.example(
        cat(cli::program_name, " pub -h broker.example --tls -t plant/1/temp -q 1 -m 21.5"),
        "one message over TLS"
    );
    declaration.example(
        cat("vmstat 1 | ", cli::program_name, " pub -t host/vmstat -q 1 -l"),
        "a message a line, for as long as lines come"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
