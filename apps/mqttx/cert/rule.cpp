// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/pki/lint.hpp"

namespace mqttx::app::cert {

namespace {

std::string rules_text() {
    std::vector<std::vector<std::string>> rows{{"RULE", "SEVERITY", "REFERENCE", "MEANING"}};
    for (const pki::LintRule& rule : pki::lint_rules()) {
        rows.push_back(
            {std::string{rule.id},
             std::string{pki::name_of(rule.severity)},
             std::string{rule.reference},
             std::string{rule.title}}
        );
    }
    return io::table_text(rows);
}

std::string text_of(const pki::LintRule& rule) {
    return cat(
        rule.id,
        " (",
        pki::name_of(rule.severity),
        ", ",
        rule.reference,
        "): ",
        rule.title,
        "\n  ",
        rule.fix,
        '\n'
    );
}

} // namespace

cli::Runner declare_rule(cli::Declaration& options) {
    auto target = std::make_shared<std::optional<std::string>>();
    options.usage("[ID] [options]");
    options.about("Says what a rule of 'cert lint' means, where it comes from and what to do; or "
                  "lists them all.");
    options.example("mqttx cert rule purpose-both", "why is that an error?");
    options.optional_operand("ID", *target, "a rule as 'cert lint' names it (default: all)");
    cli::output_options(options);
    return [target](cli::Context& context) {
        io::Output out{context.streams.out};
        out.write(*target ? text_of(pki::lint_rule(**target)) : rules_text());
        out.flush();
        return cli::ExitCode::ok;
    };
}

} // namespace mqttx::app::cert
