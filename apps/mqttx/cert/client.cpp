// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"
#include "common/cli/shell_word.hpp"
#include "common/io/output.hpp"

namespace mqttx::app::cert {

namespace {

/// A command that uses it.
std::string next_command(const pki::Store& store, const pki::Files& files) {
    return cat(
        "next: ",
        cli::program_name,
        " pub -h localhost --cafile ",
        cli::shell_word(store.files(pki::Role::root).certificate),
        " --cert ",
        cli::shell_word(files.chain),
        " --key ",
        cli::shell_word(files.key),
        " -t test -m hello\n"
    );
}

cli::ExitCode run(const LeafOptions& options, cli::Context& context) {
    const pki::Made made = make_leaf(
        options,
        {.role = pki::Role::client,
         .names = pki::client_names(options.name, read_names(options.names))},
        context
    );
    for (const std::string& notice : made.notices) {
        context.diagnostics.note(notice);
    }
    io::Output out{context.streams.out};
    out.write(
        options.json ? describe_json(made)
                     : describe(
                           made,
                           cat(options.dry_run ? "would make the client certificate "
                                               : "made the client certificate ",
                               in_quotes(options.name)),
                           next_command(pki::Store{options.folder}, made.files)
                       )
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_client(cli::Declaration& options) {
    auto target = std::make_shared<LeafOptions>();
    options.usage("NAME [options]");
    options.about("Makes a client's private key and its certificate, signed by the CA of the "
                  "folder. NAME becomes the client's user name where the broker takes it from the "
                  "certificate (Mosquitto: use_identity_as_username).");
    options.example("mqttx cert client sensor-1", "an identity for a device");
    options.operand("NAME", target->name, "user name of the client");
    declare_leaf_options(options, *target, pki::Role::client);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
