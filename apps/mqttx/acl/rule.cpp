// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/report.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"

#include <memory>

namespace mqttx::app {

namespace {

std::string headline(const acl::LintRule& rule) {
    return cat(rule.id, "  ", severity_word(rule.severity), "  ", rule.title, '\n');
}

std::string indented(std::string_view lines) {
    std::string text = "    ";
    for (const char byte : lines) {
        text += byte == '\n' ? std::string{"\n    "} : std::string{byte};
    }
    return text + '\n';
}

std::string explanation(const acl::LintRule& rule) {
    return cat(
        headline(rule),
        '\n',
        rule.why,
        "\n\nbad:\n",
        indented(rule.bad),
        "\ngood:\n",
        indented(rule.good)
    );
}

std::string answer(const std::optional<std::string>& id) {
    if (!id) {
        std::string list;
        for (const auto& rule : acl::lint_rules()) {
            list += headline(rule);
        }
        return list;
    }
    const auto* rule = acl::find_lint_rule(*id);
    if (rule == nullptr) {
        throw Error{
            ErrorKind::usage, cat("no lint rule ", in_quotes(*id)), "mqttx acl rule lists them"};
    }
    return explanation(*rule);
}

} // namespace

cli::Runner declare_acl_rule(cli::Declaration& declare) {
    const auto id = std::make_shared<std::optional<std::string>>();
    declare.usage("[ID]");
    declare.about("Explains a lint rule with a bad and a good example, or lists all rules.");
    declare.example("mqttx acl rule A008", "explain what was found");
    declare.optional_operand("ID", *id, "the id in brackets behind error, warning or info");
    cli::output_options(declare);
    return [id](cli::Context& context) {
        io::Output out{context.streams.out};
        out.write(answer(*id));
        out.flush();
        return cli::ExitCode::ok;
    };
}

} // namespace mqttx::app
