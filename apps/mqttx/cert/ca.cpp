// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"
#include "common/io/output.hpp"

namespace mqttx::app::cert {

namespace {

struct CaOptions : MakeOptions {
    std::optional<std::string> name;
    std::optional<int> path_length;
};

cli::ExitCode run(const CaOptions& options, cli::Context& context) {
    pki::Order order;
    order.role = pki::Role::root;
    order.common_name = options.name.value_or("MQTT test CA");
    order.path_length = options.path_length;
    set_dates(order, options);
    pki::Keeping keeping = keeping_of(options);
    keeping.key_password = ca_password(options, context);
    const pki::Made made = pki::make_root(options.store(), order, keeping, std::time(nullptr));
    io::Output out{context.streams.out};
    out.write(
        options.json ? describe_json(made)
                     : describe(
                           made,
                           cat(options.dry_run ? "would make the CA " : "made the CA ",
                               in_quotes(order.common_name)),
                           cat("next: ",
                               cli::program_name,
                               " cert server localhost",
                               folder_words(options),
                               '\n')
                       )
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_ca(cli::Declaration& options) {
    auto target = std::make_shared<CaOptions>();
    options.usage("[NAME] [options]");
    options.about("Makes a certificate authority for tests: its certificate goes to brokers and "
                  "clients as their cafile, its private key stays where it is. With a passphrase "
                  "the key is encrypted.");
    options.example("mqttx cert ca", "a CA in ./pki");
    options.example(
        "mqttx cert ca 'Plant 4' --days 3650 --key-password-file pass", "its key encrypted"
    );
    options.optional_operand("NAME", target->name, "common name (default: MQTT test CA)");
    options.number(
        "--path-length",
        target->path_length,
        0,
        10,
        "N",
        "CAs that may stand between this one and a certificate (default: 1)"
    );
    declare_make_options(options, *target, pki::Role::root);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
