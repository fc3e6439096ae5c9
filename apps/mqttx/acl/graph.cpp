// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "common/acl/flow.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

enum class GraphFormat { dot, mermaid };

struct GraphOptions {
    std::string file;
    PolicyOptions policy;
    GraphFormat format = GraphFormat::dot;
};

/// A picture with more is no picture.
constexpr std::size_t most_parties = 1000;

/// A DOT string.
std::string dot_text(std::string_view text) {
    std::string out{'"'};
    for (const char byte : io::escape_for_terminal(text)) {
        out += byte == '"' || byte == '\\' ? std::string{'\\', byte} : std::string{byte};
    }
    return out + '"';
}

/// A Mermaid string: what would end it as an entity.
std::string mermaid_text(std::string_view text) {
    std::string out{'"'};
    for (const char byte : io::escape_for_terminal(text)) {
        switch (byte) {
        case '"':
            out += "#quot;";
            break;
        case '#':
            out += "#35;";
            break;
        case '<':
            out += "#lt;";
            break;
        case '>':
            out += "#gt;";
            break;
        default:
            out += byte;
        }
    }
    return out + '"';
}

std::string dot_of(const acl::Flows& found) {
    std::string text = "digraph permissions {\n    rankdir=LR;\n    node [shape=box];\n";
    for (std::size_t at = 0; at < found.parties.size(); ++at) {
        text += cat("    p", at, " [label=", dot_text(found.parties[at].name), "];\n");
    }
    for (const auto& flow : found.flows) {
        text +=
            cat("    p", flow.from, " -> p", flow.to, " [label=", dot_text(flow.witness), "];\n");
    }
    return text + "}\n";
}

std::string mermaid_of(const acl::Flows& found) {
    std::string text = "flowchart LR\n";
    for (std::size_t at = 0; at < found.parties.size(); ++at) {
        text += cat("    p", at, '[', mermaid_text(found.parties[at].name), "]\n");
    }
    for (const auto& flow : found.flows) {
        text += cat("    p", flow.from, " -->|", mermaid_text(flow.witness), "| p", flow.to, '\n');
    }
    return text;
}

cli::ExitCode run(const GraphOptions& options, cli::Context& context) {
    const auto file = load_policy(options.file, options.policy, context.streams.in);
    if (const auto count = acl::parties_of(file->policy).size(); count > most_parties) {
        throw Error{
            ErrorKind::usage,
            cat("a picture of ", count, " parties is none: at most ", most_parties, " are drawn"),
            "mqttx acl who lists who may do something with one topic"};
    }
    const auto found = acl::flows_of({file->policy, file->broker});
    io::Output out{context.streams.out};
    out.write(options.format == GraphFormat::dot ? dot_of(found) : mermaid_of(found));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_acl_graph(cli::Declaration& declare) {
    const auto options = std::make_shared<GraphOptions>();
    declare.usage("FILE [options]");
    declare.about("Draws who can talk to whom: an arrow from whoever may publish to whoever may "
                  "receive it, with a topic on which they can, as DOT for Graphviz or as Mermaid "
                  "for a merge request.");
    declare.example("mqttx acl graph acl | dot -Tsvg > acl.svg", "as a picture");
    declare.example("mqttx acl graph acl --format mermaid", "for a page in Markdown");
    declare.operand(
        "FILE", options->file, "permission file; - is standard input", cli::ValueKind::file
    );
    declare.choice(
        "--format",
        options->format,
        {{"dot", GraphFormat::dot}, {"mermaid", GraphFormat::mermaid}},
        "FORMAT",
        "write as dot or mermaid (dot)"
    );
    policy_options(declare, options->policy);
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
