// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"
#include "common/cli/shell_word.hpp"
#include "common/io/output.hpp"

namespace mqttx::app::cert {

namespace {

struct IntermediateOptions : MakeOptions {
    std::string name;
    std::optional<std::string> ca;
    std::optional<int> path_length;
    NewKeyPassword new_password;
};

std::string next_command(const IntermediateOptions& options) {
    return cat(
        "next: ",
        cli::program_name,
        " cert server localhost --ca ",
        cli::shell_word(options.name),
        folder_words(options),
        '\n'
    );
}

cli::ExitCode run(const IntermediateOptions& options, cli::Context& context) {
    if (options.name == "root") {
        throw Error{
            ErrorKind::usage,
            "an intermediate CA cannot be called 'root': --ca root is the root",
            "take another name"};
    }
    pki::Order order;
    order.role = pki::Role::intermediate;
    order.common_name = options.name;
    order.path_length = options.path_length;
    set_dates(order, options);
    pki::Keeping keeping = keeping_of(options);
    keeping.key_password = options.new_password.read(context);
    const pki::Store store = options.store();
    const pki::Authority ca{
        store,
        ca_password(options, context),
        pki::choose_authority(store, options.ca.value_or("root"))};
    const pki::Made made = ca.make_leaf(order, keeping, std::time(nullptr));
    for (const std::string& notice : made.notices) {
        context.diagnostics.note(notice);
    }
    io::Output out{context.streams.out};
    const std::string_view done = options.dry_run ? "would make " : "made ";
    out.write(
        options.json ? describe_json(made)
                     : describe(
                           made,
                           cat(done, "the intermediate CA ", in_quotes(options.name)),
                           next_command(options)
                       )
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_intermediate(cli::Declaration& options) {
    auto target = std::make_shared<IntermediateOptions>();
    options.usage("NAME [options]");
    options.about("Makes a CA below the root, which then signs servers and clients, so that the "
                  "root's key can be kept elsewhere. Brokers and clients still trust the root's "
                  "ca.crt; the chain files bring the CA between.");
    options.example("mqttx cert intermediate plant-4", "a CA for a plant");
    options.operand("NAME", target->name, "common name, and that of its files");
    options.number(
        "--path-length",
        target->path_length,
        0,
        10,
        "N",
        "CAs that may stand between this one and a certificate (default: 0)"
    );
    options.text("--ca", target->ca, "NAME", "the CA that signs (default: root)");
    target->new_password.declare(options);
    declare_make_options(options, *target, pki::Role::intermediate);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
