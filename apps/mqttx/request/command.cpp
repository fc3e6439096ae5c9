// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "apps/mqttx/pub/payload.hpp"
#include "apps/mqttx/pub/will.hpp"
#include "apps/mqttx/request/options.hpp"
#include "apps/mqttx/request/requester.hpp"
#include "apps/mqttx/sub/shared_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/program.hpp"
#include "common/mqtt/sendable.hpp"

#include <algorithm>
#include <ctime>
#include <memory>

namespace mqttx::app {

namespace {

using request::Options;

void request_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Request");
    declaration.text("-t,--topic", options.topic, "TOPIC", "publish the request to this topic");
    declaration.text(
        "-e,--response-topic",
        options.response_topic,
        "TOPIC",
        "wait for the response on this topic"
    );
    pub::payload_options(declaration, options.request);
    declaration.number(
        "-q,--qos",
        options.request.qos,
        0,
        2,
        "N",
        "quality of service of the request and of the response: 0, 1 or 2 (0)"
    );
    declaration.flag(
        "-r,--retain",
        options.request.retain,
        "let the broker keep the request for later responders"
    );
    declaration.number(
        "-C,--count",
        options.count,
        1,
        9'000'000'000'000'000'000,
        "N",
        "end with success after this many responses (1)"
    );
    declaration.duration(
        "-W,--wait",
        options.wait,
        "TIME",
        "end with exit status 27 when the response is not there by then (30 s)"
    );
    declaration.flag(
        "-R,--no-retained",
        options.response.no_retained,
        "pass over retained messages (always so: none of them answers this request)"
    );
}

/// The ways to answer belong to the program: what the command line says of them must agree.
void check(const Options& options) {
    const auto refuse = [](std::string what, std::string hint) {
        throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
    };
    if (options.topic.empty()) {
        refuse("there is no topic for the request", "add --topic TOPIC");
    }
    if (options.response_topic.empty()) {
        refuse("there is no topic for the response", "add -e TOPIC");
    }
    if (pub::payload_count(options.request) != 1) {
        refuse(
            pub::payload_count(options.request) == 0 ? "there is nothing to ask"
                                                     : "the request comes from more than one place",
            "use one of --message, --file, --stdin-file and --null-message"
        );
    }
    if (options.response.json && options.response.format) {
        refuse("--json contradicts --format", "leave one out");
    }
    const auto& properties =
        options.request.connection.properties.of(mqtt::PropertyPacket::publish);
    if (mqtt::text_of(properties, mqtt::property_id::response_topic)) {
        refuse("the response topic is given twice", "leave out --property publish response-topic");
    }
    mqtt::check_publish(options.response_topic, options.request.qos, 0, {});
    pub::check_protection(options.request);
}

cli::ExitCode run(Options& options, cli::Context& context) {
    auto& connection = options.request.connection;
    auto connect = cli::take_connection(connection, context);
    if (cli::url_topic_counts(connection, !options.topic.empty())) {
        options.topic = *connection.url_topic;
    }
    options.request.keyrings = options.response.keyrings;
    check(options);
    connect.wants_log = connection.debug;
    connect.resumes_session = options.request.qos == 2;
    cli::limit_reconnection(connect.patience);
    auto keyring =
        cli::take_keyring(options.response.keyrings, context, cli::secret_policy(connection));
    connect.wants_redeliveries = !keyring.empty();
    auto payload = pub::read_payload(options.request, context);
    auto parties = pub::take_parties(
        options.request, keyring, cli::secret_policy(connection), context.diagnostics
    );
    pub::seal_will(connect, options.request, keyring, parties);
    pub::Protection{options.request, keyring, parties}.check(
        options.topic,
        options.request.qos,
        payload.size(),
        connection.properties.of(mqtt::PropertyPacket::publish)
    );
    if (const auto doubt = mqtt::publish_doubt(options.topic)) {
        context.diagnostics.warning(cat("topic ", in_quotes(options.topic), ": ", *doubt));
    }
    options.request.advice = take_advice(options.request.acl, connection, connect, context);
    if (const auto& advice = options.request.advice) {
        advice->tell(pub::action_of(options.request), options.topic, context.diagnostics);
        advice->tell(request::answer_action(options), options.response_topic, context.diagnostics);
    }
    request::Requester requester{
        options, std::move(connect), keyring, std::move(parties), std::move(payload), context};
    return requester.run();
}

} // namespace

cli::Runner declare_request(cli::Declaration& declaration) {
    const auto options = std::make_shared<Options>();
    declaration.usage("-t TOPIC -e TOPIC (-m TEXT | -f FILE | -s | -n) [options]");
    declaration.about("Publishes a request and writes the response to it. Under MQTT 5 the request "
                      "names the response topic and carries correlation data, and a message with "
                      "other correlation data is not taken for the response.");
    request_options(declaration, *options);
    sub::output_options(declaration, options->response);
    sub::protection_options(declaration, options->response);
    pub::sealing_options(declaration, options->request);
    advice_option(declaration, options->request.acl);
    cli::connection_options(
        declaration,
        options->request.connection,
        {mqtt::PropertyPacket::publish, mqtt::PropertyPacket::subscribe}
    );
    cli::output_options(declaration, options->request.connection.debug);
    declaration.refused(
        "--latency", false, "the shell's time measures a request from start to end"
    );
    declaration.example(
        cat(cli::program_name, " request -t lamp/1/ask -e lamp/1/answer -m state"),
        "ask, and write the answer"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
