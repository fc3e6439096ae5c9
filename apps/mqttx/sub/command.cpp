// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "apps/mqttx/sub/options.hpp"
#include "apps/mqttx/sub/shared_options.hpp"
#include "apps/mqttx/sub/subscriber.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/program.hpp"

#include <memory>

namespace mqttx::app {

namespace {

using sub::Options;

constexpr std::chrono::seconds reconnect_for{30};

void subscription_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Subscription");
    declaration.texts("-t,--topic", options.filters, "FILTER", "subscribe to this topic filter");
    declaration.number(
        "-q,--qos", options.qos, 0, 2, "N", "ask for this quality of service: 0, 1 or 2 (0)"
    );
    declaration.number(
        "-C,--count",
        options.count,
        1,
        9'000'000'000'000'000'000,
        "N",
        "end with success after this many messages"
    );
    declaration.duration(
        "-W,--wait", options.wait, "TIME", "end after this time with exit status 27"
    );
    declaration.flag(
        "-R,--no-retained",
        options.no_retained,
        "pass over retained messages that were there before"
    );
    declaration.flag(
        "--retained-only", options.retained_only, "pass over everything but retained messages"
    );
    declaration.flag(
        "--retain-as-published",
        options.retain_as_published,
        "let the broker hand the retain flag on (MQTT 5)"
    );
    declaration.number(
        "--retain-handling",
        options.retain_handling,
        0,
        2,
        "N",
        "retained messages: 0 send, 1 send for a new subscription, 2 never (MQTT 5)"
    );
    declaration.flag(
        "--no-local",
        options.no_local,
        "do not send back what this client identifier published (MQTT 5)"
    );
}

} // namespace

namespace sub {

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
    declaration.choice(
        "--escape",
        options.escape,
        {{"auto", sub::Escape::automatic},
         {"always", sub::Escape::always},
         {"never", sub::Escape::never}},
        "WHEN",
        "escape control characters: auto (on a terminal), always or never"
    );
}

} // namespace sub

namespace {

/// A number of seconds, or "off".
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

} // namespace

namespace sub {

void protection_options(cli::Declaration& declaration, Options& options) {
    auto& ages = options.receiver.ages;
    declaration.section("Payload encryption");
    cli::keyring_options(declaration, options.keyrings);
    declaration.flag(
        "--require-encrypted",
        options.receiver.require_encrypted,
        "refuse plain text on every topic"
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
        {{"skip", sub::OnRefusal::skip}, {"fail", sub::OnRefusal::fail}},
        "ACTION",
        "what to do about a refused payload: skip (report and go on) or fail (stop, unacknowledged)"
    );
    declaration.flag(
        "--strict-payload",
        options.strict_payload,
        "exit 9 for any refused payload, even when -C was met"
    );
}

} // namespace sub

namespace {

void check(Options& options) {
    if (options.connection.url_topic) {
        options.filters.push_back(*options.connection.url_topic);
    }
    if (options.filters.empty()) {
        throw Error{
            ErrorKind::usage,
            "there is no topic filter to subscribe to",
            "add --topic FILTER; --topic '#' takes everything"};
    }
    for (const auto& filter : options.filters) {
        mqtt::check_subscription({.filter = filter, .qos = options.qos});
    }
    if (options.json && options.format) {
        throw Error{ErrorKind::usage, "--json contradicts --format", "leave one out"};
    }
    if (options.retained_only && options.no_retained) {
        throw Error{ErrorKind::usage, "--retained-only contradicts --no-retained", "leave one out"};
    }
}

/// How long a lost connection is tried again: for ever, unless somebody waits for an end.
void set_patience(const Options& options, mqtt::Patience& patience) {
    const bool ends = options.count.has_value();
    if (patience.first_connection) {
        patience.reconnection = patience.first_connection;
    } else if (ends) {
        patience.reconnection = reconnect_for;
    }
}

void choose_ages(
    Options& options,
    const mqtt::ConnectOptions& connect,
    const keys::Keyring& keyring,
    cli::Context& context
) {
    if (!connect.clean_start && !options.receiver.ages.max_age) {
        options.receiver.ages.max_age = cose::no_age_limit;
        if (!keyring.empty()) {
            context.diagnostics.note("messages may have waited in the broker's queue (-c): their "
                                     "age is not checked; --max-age sets a limit");
        }
    }
}

cli::ExitCode run(Options& options, cli::Context& context) {
    auto connect = cli::take_connection(options.connection, context);
    check(options);
    set_patience(options, connect.patience);
    const auto policy =
        options.connection.lax_permissions ? io::PrivatePolicy::lax : io::PrivatePolicy::strict;
    auto keyring = cli::take_keyring(options.keyrings, context, policy);
    cli::check_will(connect, keyring);
    choose_ages(options, connect, keyring, context);
    connect.reads_ahead = !options.connection.debug;
    connect.wants_log = options.connection.debug || options.json || !keyring.empty();
    sub::Subscriber subscriber{options, std::move(connect), std::move(keyring), context};
    return subscriber.run();
}

} // namespace

cli::Runner declare_sub(cli::Declaration& declaration) {
    const auto options = std::make_shared<Options>();
    declaration.usage("-t FILTER [options]");
    declaration.about("Subscribes and writes the messages that arrive, for ever or until -C, -W or "
                      "a signal ends it. Encrypted messages "
                      "are opened with the keys of the keyring; what does not open, or is plain "
                      "text where a key protects the topic, is "
                      "never written.");
    subscription_options(declaration, *options);
    sub::output_options(declaration, *options);
    sub::protection_options(declaration, *options);
    cli::connection_options(
        declaration,
        options->connection,
        {mqtt::PropertyPacket::subscribe, mqtt::PropertyPacket::unsubscribe}
    );
    cli::output_options(declaration, options->connection.debug);
    declaration.example(
        cat(cli::program_name, " sub -h broker.example --tls -t 'plant/#' -v"),
        "tail all topics of a plant"
    );
    declaration.example(
        cat(cli::program_name, " sub -t plant/1/temp -C 1 -W 10"),
        "wait up to ten seconds for one message"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
