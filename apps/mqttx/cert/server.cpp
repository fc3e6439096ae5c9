// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/io/output.hpp"

namespace mqttx::app::cert {

namespace {

/// What a Mosquitto listener is told to use it.
std::string broker_lines(const pki::Store& store, const pki::Files& files) {
    return cat(
        "mosquitto.conf:\n  listener 8883\n  cafile ",
        store.files(pki::Role::root).certificate,
        "\n  certfile ",
        files.chain,
        "\n  keyfile ",
        files.key,
        '\n'
    );
}

cli::ExitCode run(const LeafOptions& options, cli::Context& context) {
    const pki::Made made = make_leaf(
        options,
        {.role = pki::Role::server,
         .names = pki::server_names(options.name, read_names(options.names))},
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
                           cat(options.dry_run ? "would make the server certificate "
                                               : "made the server certificate ",
                               in_quotes(options.name)),
                           broker_lines(pki::Store{options.folder}, made.files)
                       )
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_server(cli::Declaration& options) {
    auto target = std::make_shared<LeafOptions>();
    options.usage("NAME [options]");
    options.about("Makes a broker's private key and its certificate, signed by the CA of the "
                  "folder. NAME is the DNS name or address clients connect to; localhost brings "
                  "127.0.0.1 and ::1. The key is not encrypted unless a passphrase is given: "
                  "most brokers have nobody to ask.");
    options.example("mqttx cert server localhost", "for tests on this machine");
    options.example("mqttx cert server broker.example --san 192.0.2.7", "a name and an address");
    options.operand("NAME", target->name, "name clients connect to");
    declare_leaf_options(options, *target, pki::Role::server);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
