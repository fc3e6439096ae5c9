// SPDX-License-Identifier: Apache-2.0
#include "common/acl/who.hpp"

#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/native_who.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::app {

namespace {

using acl::Grant;
using acl::NameKind;
using acl::NameSet;

struct WhoOptions {
    std::string file;
    std::string operation;
    std::string topic;
    bool json = false;
    PolicyOptions policy;
};

constexpr std::array kinds_in_order{
    NameKind::slash, NameKind::wildcard, NameKind::dollar, NameKind::plain};

std::string_view kind_words(NameKind kind) noexcept {
    switch (kind) {
    case NameKind::wildcard:
        return "with '+' or '#'";
    case NameKind::slash:
        return "with '/'";
    case NameKind::dollar:
        return "that begins with '$'";
    default:
        return "without such characters";
    }
}

std::string_view kind_word(NameKind kind) noexcept {
    switch (kind) {
    case NameKind::wildcard:
        return "wildcard";
    case NameKind::slash:
        return "slash";
    case NameKind::dollar:
        return "dollar";
    default:
        return "plain";
    }
}

/// "'a', 'b' or 'c'".
std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t at = 0; at < names.size(); ++at) {
        text += at == 0 ? "" : at + 1 == names.size() ? " or " : ", ";
        text += in_quotes(names[at]);
    }
    return text;
}

/// What restricts a set of names, behind the words for all of them: "", " but user 'a'" ...
std::string restriction(const NameSet& names, std::string_view noun) {
    std::string text;
    if (!names.but.empty()) {
        text += cat(" but ", noun, ' ', list_of(names.but));
    }
    std::string_view joint = ", no ";
    for (const auto kind : kinds_in_order) {
        if (!names.has_all_of(kind)) {
            text += cat(joint, joint == " or " ? "" : cat(noun, ' '), kind_words(kind));
            joint = " or ";
        }
    }
    if (!names.also.empty()) {
        text += cat(", also ", noun, ' ', list_of(names.also));
    }
    return text;
}

/// The words for the client ids of a grant; empty when all will do.
std::string id_words(const NameSet& ids) {
    return ids.kinds == 0 ? cat(" with client id ", list_of(ids.also))
                          : restriction(ids, "client id");
}

std::string who_words(const Grant& grant) {
    switch (grant.who) {
    case Grant::Who::everybody:
        return cat("everybody", restriction(grant.users, "user"));
    case Grant::Who::users:
        return cat("any user", restriction(grant.users, "user"));
    case Grant::Who::anonymous:
        return "anonymous";
    default:
        return cat("user ", in_quotes(grant.user));
    }
}

std::string text_of(const std::vector<Grant>& grants, const PolicyFile& file) {
    if (grants.empty()) {
        return "nobody\n";
    }
    std::string text;
    for (const auto& grant : grants) {
        text += io::escape_for_terminal(cat(who_words(grant), id_words(grant.ids)));
        text += grant.disabled ? " (disabled: it cannot connect)" : "";
        text +=
            cat("\n  ",
                grant.rule ? cat(file.place(grant.rule->span), ": ", file.words(*grant.rule))
                           : "by default",
                '\n');
    }
    return text;
}

void put_names(io::JsonWriter& json, const std::vector<std::string>& names) {
    json.begin_array();
    for (const auto& name : names) {
        json.value(std::string_view{name});
    }
    json.end_array();
}

void put_set(io::JsonWriter& json, const NameSet& names) {
    json.begin_object().key("all_of").begin_array();
    for (const auto kind : kinds_in_order) {
        if (names.has_all_of(kind)) {
            json.value(kind_word(kind));
        }
    }
    put_names(json.end_array().key("but"), names.but);
    put_names(json.key("also"), names.also);
    json.end_object();
}

std::string_view who_word(Grant::Who who) noexcept {
    switch (who) {
    case Grant::Who::everybody:
        return "everybody";
    case Grant::Who::users:
        return "users";
    case Grant::Who::anonymous:
        return "anonymous";
    default:
        return "user";
    }
}

std::string
json_of(const WhoOptions& options, const std::vector<Grant>& grants, const PolicyFile& file) {
    io::JsonWriter json;
    json.begin_object().member("operation", std::string_view{options.operation});
    json.member("topic", std::string_view{options.topic});
    json.member("as", acl::broker_name(file.broker)).key("grants").begin_array();
    for (const auto& grant : grants) {
        json.begin_object().member("who", who_word(grant.who));
        if (grant.who == Grant::Who::user) {
            json.member("user", std::string_view{grant.user});
            json.member("disabled", grant.disabled);
        } else if (grant.who != Grant::Who::anonymous) {
            put_set(json.key("user_names"), grant.users);
        }
        put_set(json.key("client_ids"), grant.ids);
        if (grant.rule) {
            put_rule(json.key("decides"), file, *grant.rule);
        }
        json.end_object();
    }
    return json.end_array().end_object().text() + '\n';
}

cli::ExitCode tell_native(
    const WhoOptions& options,
    const PolicyFile& file,
    acl::Operation operation,
    cli::Context& context
) {
    const auto found = acl::native_who(file.policy, operation, options.topic);
    io::Output out{context.streams.out};
    if (options.json) {
        io::JsonWriter json;
        json.begin_object().member("operation", std::string_view{options.operation});
        json.member("topic", std::string_view{options.topic});
        json.member("as", acl::broker_name(file.broker));
        put_native_who(json, file, found);
        out.write(json.end_object().text() + '\n');
    } else {
        out.write(native_who_text(file, found));
    }
    out.flush();
    return found.allowed.empty() ? cli::ExitCode::answer : cli::ExitCode::ok;
}

cli::ExitCode run(const WhoOptions& options, cli::Context& context) {
    if (const auto fault = topic::topic_name_fault(options.topic)) {
        throw Error{
            ErrorKind::usage,
            cat("bad topic ", in_quotes(options.topic), ": ", *fault),
            "ask about one topic; mqttx acl check answers about filters"};
    }
    const auto file = load_policy(options.file, options.policy, context.streams.in);
    const auto operation =
        options.operation == "publish" ? acl::Operation::publish : acl::Operation::receive;
    if (acl::compares_filters_as_topics(file->broker) && operation == acl::Operation::receive) {
        context.diagnostics.note(cat(
            acl::broker_name(file->broker),
            " looks at the SUBSCRIBE alone: mqttx acl check says for one client what evades the "
            "rules"
        ));
    }
    if (file->policy.audience) {
        return tell_native(options, *file, operation, context);
    }
    const auto grants = acl::who_may(file->policy, file->broker, operation, options.topic);
    io::Output out{context.streams.out};
    out.write(options.json ? json_of(options, grants, *file) : text_of(grants, *file));
    out.flush();
    return grants.empty() ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_acl_who(cli::Declaration& declare) {
    const auto options = std::make_shared<WhoOptions>();
    declare.usage("FILE publish|receive TOPIC [options]");
    declare.about("Says everyone who may publish to a topic, or receive it, and by which line: "
                  "users of the file, users that a pattern lets in, clients without user name, "
                  "everybody. Exits with 1 when nobody may.");
    declare.example("mqttx acl who acl publish home/door", "who can open the door?");
    declare.example("mqttx acl who acl receive home/alice/position --json", "for a program");
    declare.operand(
        "FILE", options->file, "permission file; - is standard input", cli::ValueKind::file
    );
    declare.operand_choice(
        "OPERATION", options->operation, {"publish", "receive"}, "publish or receive"
    );
    declare.operand("TOPIC", options->topic, "topic name");
    policy_options(declare, options->policy);
    declare.flag("--json", options->json, "write the answer as JSON");
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
