// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/advice.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

namespace mqttx::app {

namespace {

acl::Client client_of(
    const cli::ConnectionOptions& connection,
    const mqtt::ConnectOptions& connect,
    acl::Format format
) {
    acl::Client client{connect.username, std::nullopt};
    if (!connection.tls.cert.empty()) {
        auto names = certificate_names(connection.tls.cert);
        if (!client.user && names.common_name && !names.common_name->empty()) {
            client.user = names.common_name;
        }
        if (format == acl::Format::native) {
            client.certificate = std::move(names);
        }
    }
    if (!connect.client_id.empty()) {
        client.id = connect.client_id;
    }
    return client;
}

const std::string& regular(const std::string& path) {
    if (path == "-") {
        throw Error{
            ErrorKind::usage,
            "--acl does not read standard input: it is for messages",
            "give the name of a file"};
    }
    return path;
}

} // namespace

Advice::Advice(
    const std::string& path,
    const cli::ConnectionOptions& connection,
    const mqtt::ConnectOptions& connect,
    const cli::Context& context
)
    : file_{load_policy(regular(path), {}, context.streams.in)},
      decider_{file_->policy, file_->broker},
      client_{client_of(connection, connect, file_->policy.format)} {}

acl::Decision Advice::decide(acl::Action action, const std::string& topic) {
    auto client = client_;
    if (!client.id) {
        client.id = "<random id>";
    }
    return decider_.decide(client, action, topic);
}

bool Advice::allows(acl::Action action, const std::string& topic) {
    return decide(action, topic).answer == acl::Answer::allowed;
}

std::string Advice::reason(acl::Action action, const std::string& topic) {
    const auto decision = decide(action, topic);
    const bool partly = decision.answer == acl::Answer::partly;
    auto text =
        partly ? std::string{"allowed in part"} : std::string{acl::answer_word(decision.answer)};
    text += cat(" by ", decision.rule == nullptr ? file_->name : file_->place(decision.rule->span));
    text += cat(": ", decision.rule == nullptr ? decision.why : file_->words(*decision.rule));
    if (partly && decision.lost) {
        text += cat("; ", *decision.lost, " never arrives");
    }
    return text;
}

std::string Advice::after_denial(acl::Action action, const std::string& topic) {
    const auto text = reason(action, topic);
    return allows(action, topic)
               ? cat(text, ": does the broker read this file, and has it loaded it?")
               : text;
}

void Advice::tell(acl::Action action, const std::string& topic, cli::Diagnostics& diagnostics) {
    const auto decision = decide(action, topic);
    auto text = cat(client_words(client_), ' ', operation_word(action.operation), ' ');
    text += cat(in_quotes(topic), ": ", reason(action, topic));
    for (const auto& note : decision.notes) {
        text += cat("; ", note);
    }
    text += cat(" (", acl::broker_name(file_->broker), ')');
    decision.answer == acl::Answer::allowed ? diagnostics.note(text) : diagnostics.warning(text);
}

void advice_option(cli::Declaration& declaration, std::optional<std::string>& path) {
    declaration.file(
        "--acl",
        path,
        "FILE",
        "the broker's permission file: say whether it allows this, and after a denial why not"
    );
}

std::shared_ptr<Advice> take_advice(
    const std::optional<std::string>& path,
    const cli::ConnectionOptions& connection,
    const mqtt::ConnectOptions& connect,
    cli::Context& context
) {
    if (!path) {
        return nullptr;
    }
    auto advice = std::make_shared<Advice>(*path, connection, connect, context);
    if (const auto& will = connect.will) {
        advice->tell(
            {acl::Operation::publish, will->qos, will->retain}, will->topic, context.diagnostics
        );
    }
    return advice;
}

} // namespace mqttx::app
