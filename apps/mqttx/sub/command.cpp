// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "apps/mqttx/pub/will.hpp"
#include "apps/mqttx/sub/declaration.hpp"
#include "apps/mqttx/sub/subscriber.hpp"
#include "apps/mqttx/sub/subscriptions.hpp"
#include "common/base/text.hpp"
#include "common/cli/program.hpp"
#include "common/mqtt/sendable.hpp"

#include <memory>

namespace mqttx::app {

namespace {

using sub::Options;

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

/// How the session reads: in blocks where nothing hangs on the single packet.
void choose_reading(
    const Options& options, const keys::Keyring& keyring, mqtt::ConnectOptions& connect
) {
    const bool runs_command = !options.command.empty();
    connect.reads_ahead = !options.connection.debug && !runs_command;
    connect.wants_log = options.connection.debug || options.json;
    connect.wants_redeliveries = !keyring.empty();
    if (runs_command) { // each message is acknowledged before the next command starts
        connect.packets_a_turn = 1;
    }
}

/// What SUBSCRIBE of MQTT 3 has no room for.
void need_protocol(const Options& options, mqtt::ConnectOptions& connect) {
    if (options.no_local) {
        cli::need_mqtt5(connect, "--no-local");
    }
    if (options.retain_as_published) {
        cli::need_mqtt5(connect, "--retain-as-published");
    }
    if (options.retain_handling != 0) {
        cli::need_mqtt5(connect, "--retain-handling");
    }
}

void warn_of_filters(const Options& options, cli::Diagnostics& diagnostics) {
    for (const auto& subscription : sub::subscriptions_of(options)) {
        if (const auto doubt = mqtt::filter_doubt(subscription.filter)) {
            diagnostics.warning(cat("topic filter ", in_quotes(subscription.filter), ": ", *doubt));
        }
    }
}

cli::ExitCode run(Options& options, cli::Context& context) {
    auto connect = cli::take_connection(options.connection, context);
    sub::check_options(options, context.streams);
    need_protocol(options, connect);
    warn_of_filters(options, context.diagnostics);
    if (options.count || connect.patience.first_connection) { // otherwise it is tried for ever
        cli::limit_reconnection(connect.patience);
    }
    const auto keyring =
        cli::take_keyring(options.keyrings, context, cli::secret_policy(options.connection));
    pub::seal_will(connect, keyring);
    choose_ages(options, connect, keyring, context);
    choose_reading(options, keyring, connect);
    options.advice = take_advice(options.acl, options.connection, connect, context);
    for (const auto& one : sub::subscriptions_of(options)) {
        if (options.advice) {
            options.advice->tell(
                {acl::Operation::subscribe, one.qos}, one.filter, context.diagnostics
            );
        }
    }
    sub::Subscriber subscriber{options, std::move(connect), keyring, context};
    return subscriber.run();
}

} // namespace

cli::Runner declare_sub(cli::Declaration& declaration) {
    const auto options = std::make_shared<Options>();
    declaration.usage("-t FILTER [options] [-- CMD ARG..]");
    declaration.about("Subscribes and writes the messages that arrive, for ever or until -C, -W or "
                      "a signal ends it. Encrypted messages "
                      "are opened with the keys of the keyring; what does not open, or is plain "
                      "text where a key protects the topic, is "
                      "never written. With -- CMD it runs a command for each message instead.");
    sub::declare_options(declaration, *options);
    declaration.example(
        cat(cli::program_name, " sub -h broker.example --tls -t 'plant/#' -v"),
        "tail all topics of a plant"
    );
    declaration.example(
        cat(cli::program_name, " sub -t plant/1/temp -C 1 -W 10"),
        "wait up to ten seconds for one message"
    );
    declaration.example(
        cat(cli::program_name, " sub -i door -c -q 1 -t home/door -- ./on-door-event"),
        "run a script for each message, which is acknowledged when the script succeeds"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
