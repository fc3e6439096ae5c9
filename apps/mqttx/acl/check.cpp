// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "common/acl/decide.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"
#include "common/topic/validity.hpp"

namespace mqttx::app {

namespace {

struct CheckOptions {
    std::string file;
    std::string operation;
    std::string topic;
    acl::Client client;
    std::optional<std::string> certificate;
    int qos = 0;
    bool retain = false;
    bool json = false;
    PolicyOptions policy;
};

void require_topic(std::string_view topic, bool is_filter) {
    const auto fault =
        is_filter ? topic::topic_filter_fault(topic) : topic::topic_name_fault(topic);
    if (fault) {
        throw Error{
            ErrorKind::usage,
            cat("bad topic ", is_filter ? "filter " : "", in_quotes(topic), ": ", *fault)};
    }
}

acl::Action action_of(const CheckOptions& options) {
    const auto operation = options.operation == "publish"   ? acl::Operation::publish
                           : options.operation == "receive" ? acl::Operation::receive
                                                            : acl::Operation::subscribe;
    return {operation, options.qos, options.retain};
}

std::string
text_answer(const CheckOptions& options, const PolicyFile& file, const acl::Decision& decision) {
    const auto text =
        cat(acl::answer_word(decision.answer),
            ": ",
            client_words(options.client),
            ' ',
            options.operation,
            ' ',
            io::escape_for_terminal(options.topic),
            " (",
            acl::broker_name(file.broker),
            ")\n");
    return text + reasons(file, decision);
}

std::string
json_answer(const CheckOptions& options, const PolicyFile& file, const acl::Decision& decision) {
    io::JsonWriter json;
    json.begin_object().member("answer", acl::answer_word(decision.answer));
    json.member("as", acl::broker_name(file.broker)).key("user");
    const auto name = options.client.name();
    name ? json.value(*name) : json.null();
    json.member("operation", std::string_view{options.operation});
    json.member("topic", std::string_view{options.topic});
    put_reasons(json, file, decision);
    return json.end_object().text() + '\n';
}

/// The native format knows certificates beside user names; the others know a user name alone, which
/// the broker may take from a certificate.
void take_certificate(
    CheckOptions& options, const PolicyFile& file, cli::Diagnostics& diagnostics
) {
    const bool native = file.policy.format == acl::Format::native;
    if (options.client.user && !native) {
        throw Error{ErrorKind::usage, "--user and --cert both name the user", "give one of them"};
    }
    auto names = certificate_names(*options.certificate);
    const bool has_name = names.common_name && !names.common_name->empty();
    if (!native && !has_name) {
        throw Error{
            ErrorKind::local,
            cat("the certificate ", in_quotes(*options.certificate), " has no common name")};
    }
    if (has_name && !options.client.user) {
        options.client.user = names.common_name;
        diagnostics.note(cat(
            "user name ", in_quotes(*options.client.user), " from ", in_quotes(*options.certificate)
        ));
    }
    if (native) {
        options.client.certificate = std::move(names);
    }
}

cli::ExitCode run(CheckOptions& options, cli::Context& context) {
    require_topic(options.topic, options.operation == "subscribe");
    const auto file = load_policy(options.file, options.policy, context.streams.in);
    if (options.certificate) {
        take_certificate(options, *file, context.diagnostics);
    }
    acl::Decider decider{file->policy, file->broker};
    const auto decision = decider.decide(options.client, action_of(options), options.topic);
    io::Output out{context.streams.out};
    out.write(
        options.json ? json_answer(options, *file, decision) : text_answer(options, *file, decision)
    );
    out.flush();
    return decision.answer == acl::Answer::allowed ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_acl_check(cli::Declaration& declare) {
    const auto options = std::make_shared<CheckOptions>();
    declare.usage("FILE publish|receive|subscribe TOPIC [options]");
    declare.about("Says whether a permission file allows something, which line decides, and why. "
                  "Without --user it answers for clients without user name.");
    declare.example("mqttx acl check acl --user alice publish home/door", "may alice publish?");
    declare.example("mqttx acl check acl --as mosquitto-2.0 subscribe '#'", "what would arrive?");
    declare.operand(
        "FILE", options->file, "permission file; - is standard input", cli::ValueKind::file
    );
    declare.operand_choice(
        "OPERATION",
        options->operation,
        {"publish", "receive", "subscribe"},
        "publish, receive or subscribe"
    );
    declare.operand("TOPIC", options->topic, "topic name; for subscribe a topic filter");
    declare.text("-u,--user", options->client.user, "NAME", "user name of the client (none)");
    declare.text("-i,--client-id", options->client.id, "ID", "client id, for rules about it");
    declare.file(
        "--cert",
        options->certificate,
        "FILE",
        "the client's certificate: its common name is the user name, unless --user gives one; "
        "a native file sees its other names too"
    );
    declare.number("-q,--qos", options->qos, 0, 2, "QOS", "QoS of the message or SUBSCRIBE (0)");
    declare.flag("-r,--retain", options->retain, "the message is retained");
    policy_options(declare, options->policy);
    declare.flag("--json", options->json, "write the answer as JSON");
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
