// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/github.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/acl/source.hpp"
#include "common/acl/cases.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

enum class TestFormat { text, json, github };

struct TestOptions {
    std::string file;
    std::string cases;
    std::optional<std::string> client_id;
    PolicyOptions policy;
    TestFormat format = TestFormat::text;
};

/// A case that the file answers otherwise.
struct Failure {
    const acl::Case* wanted;
    acl::Decision decision;
};

struct Outcome {
    const PolicyFile& file;
    std::string_view cases_name;
    std::string_view cases_text;
    std::size_t count;
    std::vector<Failure> failures{};
};

/// "user 'alice' publish home/door with QoS 1: allowed, should be deny".
std::string sentence(const Failure& failure) {
    const auto& wanted = *failure.wanted;
    return cat(
        client_words({wanted.user, std::nullopt}),
        ' ',
        operation_word(wanted.action.operation),
        ' ',
        io::escape_for_terminal(wanted.topic),
        wanted.action.qos == 0 ? "" : cat(" with QoS ", wanted.action.qos),
        ": ",
        acl::answer_word(failure.decision.answer),
        ", should be ",
        acl::answer_word(wanted.expected)
    );
}

std::string text_of(const Outcome& outcome) {
    const acl::LineIndex index{outcome.cases_text};
    std::string text;
    for (const auto& failure : outcome.failures) {
        const auto at = index.position(failure.wanted->span.begin);
        text +=
            cat(io::escape_for_terminal(outcome.cases_name),
                ':',
                at.line,
                ':',
                at.column,
                ": failed: ",
                sentence(failure),
                '\n');
        text += reasons(outcome.file, failure.decision, "  ");
    }
    const auto failed = outcome.failures.size();
    return text + cat(counted(outcome.count - failed, "case"),
                      " passed, ",
                      failed,
                      " failed (",
                      acl::broker_name(outcome.file.broker),
                      ")\n");
}

std::string json_of(const Outcome& outcome) {
    const acl::LineIndex index{outcome.cases_text};
    io::JsonWriter json;
    json.begin_object().member("as", acl::broker_name(outcome.file.broker));
    json.member("cases", outcome.count).key("failures").begin_array();
    for (const auto& failure : outcome.failures) {
        const auto& wanted = *failure.wanted;
        const auto at = index.position(wanted.span.begin);
        json.begin_object().member("file", outcome.cases_name);
        json.member("line", at.line).member("column", at.column).key("user");
        wanted.user ? json.value(std::string_view{*wanted.user}) : json.null();
        json.member("operation", operation_word(wanted.action.operation));
        json.member("topic", std::string_view{wanted.topic});
        json.member("qos", wanted.action.qos);
        json.member("expected", acl::answer_word(wanted.expected));
        json.member("answer", acl::answer_word(failure.decision.answer));
        put_reasons(json, outcome.file, failure.decision);
        json.end_object();
    }
    return json.end_array().end_object().text() + '\n';
}

std::string github_of(const Outcome& outcome) {
    const acl::LineIndex index{outcome.cases_text};
    std::string text;
    for (const auto& failure : outcome.failures) {
        const auto span = failure.wanted->span;
        const auto* rule = failure.decision.rule;
        const auto message =
            cat(sentence(failure),
                rule == nullptr
                    ? cat(" (", failure.decision.why, ')')
                    : cat(" (", outcome.file.place(rule->span), ": ", outcome.file.words(*rule), ')'
                      ));
        text += github_line(
            {.level = "error",
             .file = outcome.cases_name,
             .begin = index.position(span.begin),
             .end = index.position(span.end - 1),
             .title = "acl test",
             .message = message}
        );
    }
    return text;
}

/// Says everything that is wrong with the cases; true when something is.
bool report_faults(
    const std::string& name,
    std::string_view text,
    const acl::CaseFile& cases,
    cli::Diagnostics& diagnostics
) {
    const acl::LineIndex index{text};
    for (const auto& fault : cases.faults) {
        const auto at = index.position(fault.span.begin);
        diagnostics.error(Error{
            ErrorKind::local, cat(name, ':', at.line, ':', at.column, ": ", fault.message)});
    }
    return !cases.faults.empty();
}

cli::ExitCode run(const TestOptions& options, cli::Context& context) {
    if (options.file == "-" && options.cases == "-") {
        throw Error{
            ErrorKind::usage,
            "standard input cannot be both the permission file and the cases",
            "give one of them a name"};
    }
    const auto name = options.cases == "-" ? std::string{"<stdin>"} : options.cases;
    const auto text = read_permissions(options.cases, context.streams.in);
    const auto cases = acl::read_cases(text);
    if (report_faults(name, text, cases, context.diagnostics)) {
        return cli::ExitCode::local;
    }
    const auto file = load_policy(options.file, options.policy, context.streams.in);
    acl::Decider decider{file->policy, file->broker};
    Outcome outcome{*file, name, text, cases.cases.size()};
    for (const auto& wanted : cases.cases) {
        auto decision =
            decider.decide({wanted.user, options.client_id}, wanted.action, wanted.topic);
        if (decision.answer != wanted.expected) {
            outcome.failures.push_back({&wanted, std::move(decision)});
        }
    }
    io::Output out{context.streams.out};
    out.write(
        options.format == TestFormat::text   ? text_of(outcome)
        : options.format == TestFormat::json ? json_of(outcome)
                                             : github_of(outcome)
    );
    out.flush();
    return outcome.failures.empty() ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_acl_test(cli::Declaration& declare) {
    const auto options = std::make_shared<TestOptions>();
    declare.usage("FILE CASES [options]");
    declare.about("Holds a permission file against what it is meant to allow and to deny, and says "
                  "which line decides where it does otherwise. A line of CASES is: user (- is a "
                  "client without user name), publish, receive or subscribe, topic, QoS when it "
                  "matters, and allow, deny or partly. A word with blanks stands in double quotes; "
                  "a line that begins with # is a comment.");
    declare.example("mqttx acl test acl acl.cases", "does the file still do what it should?");
    declare.example(
        "mqttx acl test acl acl.cases --as mosquitto-2.0 --format github",
        "as annotations, for an older broker"
    );
    declare.operand("FILE", options->file, "permission file", cli::ValueKind::file);
    declare.operand(
        "CASES",
        options->cases,
        "what it is meant to answer; - is standard input",
        cli::ValueKind::file
    );
    declare.text(
        "-i,--client-id", options->client_id, "ID", "client id in all cases, for rules with %c"
    );
    policy_options(declare, options->policy);
    declare.choice(
        "--format",
        options->format,
        {{"text", TestFormat::text}, {"json", TestFormat::json}, {"github", TestFormat::github}},
        "FORMAT",
        "write as text, json or github annotations (text)"
    );
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
