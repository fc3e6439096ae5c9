// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/fleet.hpp"
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

struct ClientOptions : LeafOptions {
    std::optional<std::string> one;
    std::optional<std::string> from;
};

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

cli::ExitCode run(ClientOptions& options, cli::Context& context) {
    if (options.one.has_value() == options.from.has_value()) {
        throw Error{
            ErrorKind::usage,
            options.from ? "both a name and --from were given" : "NAME is missing",
            "give NAME for one client, --from FILE for many"};
    }
    if (options.from && options.new_password.source.is_given()) {
        throw Error{
            ErrorKind::usage,
            "the keys of --from are not encrypted: each would cost an eighth of a second",
            "'cert export --p12' encrypts those that need it"};
    }
    if (options.from) {
        return make_fleet(options, *options.from, context);
    }
    options.name = *options.one;
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
    auto target = std::make_shared<ClientOptions>();
    options.usage("(NAME | --from FILE) [options]");
    options.about("Makes a client's private key and its certificate, signed by the CA of the "
                  "folder. NAME becomes the client's user name where the broker takes it from the "
                  "certificate (Mosquitto: use_identity_as_username).");
    options.example("mqttx cert client sensor-1", "an identity for a device");
    options.example("mqttx cert client --from devices.csv", "for a fleet");
    options.optional_operand("NAME", target->one, "user name of the client");
    options.file(
        "--from",
        target->from,
        "FILE",
        "many clients: CSV with the header name,san,days,key-type, or a JSON array of objects with "
        "these members; a bad row is named, the others are made, and the exit status is 3"
    );
    declare_leaf_options(options, *target, pki::Role::client);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
