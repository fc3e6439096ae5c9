// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/source.hpp"
#include "apps/mqttx/cert/broker_kit.hpp"
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/acl/layout.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"
#include "common/lab/plugin.hpp"
#include "common/pki/identity.hpp"
#include "common/pki/step.hpp"

namespace mqttx::app::cert {

namespace {

struct BrokerConfigOptions : StoreOptions {
    std::optional<std::string> server;
    std::string out;
    std::optional<std::string> acl;
    std::string user = "mosquitto";
    int port = 8883;
    bool by_subject = false;
    bool optional_certificate = false;
    bool force = false;
    bool dry_run = false;
};

std::string only_server(const pki::Inventory& inventory) {
    std::vector<std::string> names;
    for (const pki::Entry& entry : inventory.certificates) {
        if (!entry.is_superseded && entry.record.role == pki::Role::server) {
            names.push_back(entry.record.name);
        }
    }
    if (names.empty()) {
        throw Error{
            ErrorKind::local,
            "there is no server certificate here",
            "make one: 'mqttx cert server localhost'"};
    }
    if (names.size() > 1) {
        throw Error{
            ErrorKind::usage,
            cat("there are several servers: ", in_quotes(names[0]), ", ", in_quotes(names[1])),
            cat("name the broker's: mqttx cert broker-config ", names[0])};
    }
    return names.front();
}

/// What enforces a permission file: Mosquitto itself, or for a native file our plugin.
void take_permissions(
    BrokerKit& kit, const BrokerConfigOptions& options, cli::Diagnostics& diagnostics
) {
    kit.aclfile = options.acl;
    if (!options.acl || !io::exists(*options.acl)) {
        return;
    }
    const auto text = read_permissions(*options.acl, -1);
    const auto format = acl::detect_format(text);
    if (format == acl::Format::mosquitto) {
        return;
    }
    if (format != acl::Format::native) {
        throw Error{
            ErrorKind::usage,
            cat(in_quotes(*options.acl), " is no acl_file and no native permission file"),
            "mqttx acl convert --to mqttx makes one"};
    }
    require_readable(*options.acl, acl::read_native(text));
    kit.acl_plugin = lab::find_plugin();
    if (kit.acl_plugin.empty()) {
        kit.acl_plugin = "/usr/lib/mosquitto_mqttx_acl.so";
        diagnostics.note(cat(
            "the plugin was not found beside mqttx: the broker looks for it as ", kit.acl_plugin
        ));
    }
}

BrokerKit
kit_of(const BrokerConfigOptions& options, const pki::Store& store, cli::Diagnostics& diagnostics) {
    pki::finish_interrupted(store);
    const pki::Inventory inventory = pki::read_inventory(store);
    const std::string name = options.server ? *options.server : only_server(inventory);
    const pki::Entry& entry = pki::newest_of(inventory, {pki::Role::server, name});
    const pki::Files files = store.files(pki::Role::server, entry.record.name);
    BrokerKit kit;
    kit.cafile = store.files(pki::Role::root).certificate;
    kit.certfile = files.chain;
    kit.keyfile = files.key;
    // A list that lacks a CA would make the broker refuse all whom that CA signed.
    const bool has_all = inventory.lists.size() == pki::authorities_of(inventory).size();
    if (has_all && io::exists(store.all_lists())) {
        kit.crlfile = store.all_lists();
    }
    take_permissions(kit, options, diagnostics);
    kit.port = options.port;
    kit.requires_certificate = !options.optional_certificate;
    kit.by_subject = options.by_subject;
    require_usable(kit);
    return kit;
}

void say_what_lacks(const BrokerKit& kit, cli::Context& context) {
    if (!kit.crlfile) {
        context.diagnostics.note(
            "not every CA has a list of revoked certificates: 'mqttx cert crl' "
            "writes them, then run this again"
        );
    }
}

cli::ExitCode run(const BrokerConfigOptions& options, cli::Context& context) {
    const pki::Store store{options.folder};
    const BrokerKit kit = kit_of(options, store, context.diagnostics);
    say_what_lacks(kit, context);
    io::Output out{context.streams.out};
    if (options.out.empty()) {
        out.write(configuration_text(absolute(kit)));
        out.flush();
        return cli::ExitCode::ok;
    }
    const Installed installed =
        install(kit, {options.out, options.user, options.force, options.dry_run});
    Rows rows{{"configuration", installed.configuration}};
    for (const std::string& path : installed.files) {
        rows.emplace_back("file", path);
    }
    out.write(
        cat(options.dry_run ? "would write the broker's part\n" : "wrote the broker's part\n",
            to_text(rows))
    );
    if (options.dry_run) {
        out.flush();
        return cli::ExitCode::ok;
    }
    for (const std::string& command : installed.to_do) {
        out.write(cat("as root: ", io::escape_for_terminal(command), '\n'));
    }
    out.write(
        cat("next: mosquitto -c ",
            io::escape_for_terminal(installed.configuration),
            ", or include_dir its folder in mosquitto.conf\n")
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_broker_config(cli::Declaration& options) {
    auto target = std::make_shared<BrokerConfigOptions>();
    options.usage("[SERVER] [options]");
    options.about(
        "Prints the part of mosquitto.conf that uses the PKI: a listener with mutual TLS, "
        "where the certificate gives the user name. With -o it also copies the files a "
        "broker needs there (not the CA's key), with an owner and modes it can read "
        "them by; as root it sets them, else it prints the commands."
    );
    options.example("mqttx cert broker-config", "to read, or to paste");
    options.example(
        "mqttx cert broker-config -o /etc/mosquitto/conf.d", "for the broker of this machine"
    );
    options.optional_operand("SERVER", target->server, "the broker's name (default: the only one)");
    options.folder("-o,--output", target->out, "DIR", "write the part and the files there");
    options.number("--port", target->port, 1, 65'535, "PORT", "of the listener (default: 8883)");
    options.text(
        "--user", target->user, "USER", "the user the broker runs as (default: mosquitto)"
    );
    options.file(
        "--acl",
        target->acl,
        "FILE",
        "its permission file: an acl_file, or a native one, which the broker plugin enforces"
    );
    options.flag(
        "--subject", target->by_subject, "the whole subject is the user name, not the common name"
    );
    options.flag(
        "--optional-certificate",
        target->optional_certificate,
        "clients may come without certificate, and need a password then"
    );
    options.flag("--force", target->force, "replace existing files");
    declare_dry_run(options, target->dry_run);
    declare_folder(options, *target);
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
