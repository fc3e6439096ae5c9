// SPDX-License-Identifier: Apache-2.0
#include "common/acl/diff.hpp"

#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/change_words.hpp"
#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

enum class DiffFormat { text, json, markdown };

struct DiffOptions {
    std::string before;
    std::string after;
    PolicyOptions policy;
    std::optional<acl::Broker> before_as;
    std::optional<acl::Broker> after_as;
    DiffFormat format = DiffFormat::text;
};

/// A word within a table: as code, with what would end the code or the cell spelt otherwise.
std::string code(std::string_view text) {
    std::string safe;
    for (const char byte : io::escape_for_terminal(text)) {
        safe += byte == '|'   ? std::string{"\\|"}
                : byte == '`' ? std::string{"'"}
                              : std::string{byte};
    }
    return cat('`', safe, '`');
}

std::string markdown_of(const std::vector<acl::Change>& changes) {
    if (changes.empty()) {
        return "Nobody gains or loses anything.\n";
    }
    std::string text = "| who | | operation | for example |\n|---|---|---|---|\n";
    for (const auto& change : changes) {
        text +=
            cat("| ",
                change.who == acl::Change::Who::user ? code(change.user) : subject_words(change),
                change.gained ? " | gains | " : " | loses | ",
                change_words(change),
                " | ",
                code(change.witness),
                " |\n");
    }
    return text;
}

/// The names of a client as members of an object that is open.
void put_client(io::JsonWriter& json, const acl::Client& client) {
    if (const auto name = client.name()) {
        json.member("user", *name);
    }
    if (client.id) {
        json.member("client_id", std::string_view{*client.id});
    }
    if (client.certificate) {
        const auto& names = *client.certificate;
        json.key("certificate").begin_object();
        json.member("cn", std::string_view{names.common_name.value_or("")});
        json.key("san").begin_array();
        for (const auto& name : names.alternative) {
            json.value(std::string_view{name});
        }
        json.end_array();
        json.member("issuer_sha256", std::string_view{names.issuer_sha256}).end_object();
    }
}

std::string json_of(const std::vector<acl::Change>& changes) {
    io::JsonWriter json;
    json.begin_array();
    for (const auto& change : changes) {
        json.begin_object().member(
            "who",
            change.who == acl::Change::Who::user        ? "user"
            : change.who == acl::Change::Who::client    ? "client"
            : change.who == acl::Change::Who::anonymous ? "anonymous"
                                                        : "other users"
        );
        if (change.who == acl::Change::Who::client) {
            put_client(json, acl::without_made_up_names(change.client));
        }
        if (change.who == acl::Change::Who::user) {
            json.member("user", std::string_view{change.user});
        }
        json.member("change", change.gained ? "gained" : "lost");
        json.member("operation", operation_word(change.operation));
        if (change.qos != 0b111 || change.retain != acl::RetainRule::any || !change.group.empty()) {
            json.member("how", std::string_view{change_words(change)});
        }
        json.member("witness", std::string_view{change.witness}).end_object();
    }
    return json.end_array().text() + '\n';
}

cli::ExitCode run(const DiffOptions& options, cli::Context& context) {
    auto how = options.policy;
    how.as = options.before_as ? options.before_as : options.policy.as;
    const auto before = load_policy(options.before, how, context.streams.in);
    how.as = options.after_as ? options.after_as : options.policy.as;
    const auto after = load_policy(options.after, how, context.streams.in);
    bool is_complete = true;
    const auto changes = acl::difference(
        {before->policy, before->broker}, {after->policy, after->broker}, &is_complete
    );
    if (before->policy.asks_more || after->policy.asks_more) {
        context.diagnostics.note("compared for clients of which no condition on addresses, zones, "
                                 "listeners, attributes or regular expressions holds");
    }
    io::Output out{context.streams.out};
    switch (options.format) {
    case DiffFormat::text:
        out.write(text_of(changes));
        break;
    case DiffFormat::markdown:
        out.write(markdown_of(changes));
        break;
    case DiffFormat::json:
        out.write(json_of(changes));
        break;
    }
    out.flush();
    if (!is_complete) {
        context.diagnostics.warning(
            changes.empty() ? "nothing was found, but the files have more combinations of subjects "
                              "than are looked at: there may be differences"
                            : "the files have more combinations of subjects than are looked at: "
                              "there may be more differences"
        );
    }
    return changes.empty() && is_complete ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_acl_diff(cli::Declaration& declare) {
    const auto options = std::make_shared<DiffOptions>();
    declare.usage("OLD NEW [options]");
    declare.about("Says what each client gains and loses from one permission file to another, with "
                  "a topic for each: of the meaning, not of the text.");
    declare.example("mqttx acl diff acl acl.new", "what would change?");
    declare.example(
        "mqttx acl diff acl acl --old-as mosquitto-2.0 --new-as mosquitto-2.1",
        "what does an upgrade of the broker change?"
    );
    declare.operand("OLD", options->before, "permission file of today", cli::ValueKind::file);
    declare.operand("NEW", options->after, "permission file of tomorrow", cli::ValueKind::file);
    policy_options(declare, options->policy);
    broker_option(declare, "--old-as", options->before_as, "the broker of OLD (--as)");
    broker_option(declare, "--new-as", options->after_as, "the broker of NEW (--as)");
    declare.choice(
        "--format",
        options->format,
        {{"text", DiffFormat::text},
         {"json", DiffFormat::json},
         {"markdown", DiffFormat::markdown}},
        "FORMAT",
        "write as text, json or markdown (text)"
    );
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
