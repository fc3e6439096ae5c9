// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/fault_of.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/io/output.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/name.hpp"
#include "common/pki/request.hpp"
#include "common/tls/pem.hpp"

namespace mqttx::app::cert {

namespace {

struct SignOptions : WriteOptions, DateOptions {
    std::vector<std::string> files;
    std::vector<std::string> names;
    std::optional<std::string> ca;
    pki::Role role = pki::Role::client;
    bool force = false;
};

/// What the request asks for, in the role it is given.
pki::Order
order_of(const SignOptions& options, const pki::Request& request, const std::string& path) {
    if (!request.common_name) {
        throw Error{
            ErrorKind::local,
            cat("the request ", in_quotes(path), " has no common name"),
            "it is the client's user name, and the name of the files: make the request again"};
    }
    pki::Order order;
    order.role = options.role;
    order.common_name = *request.common_name;
    pki::require_name(order.role, order.common_name);
    const auto asked = options.names.empty() ? request.names : read_names(options.names);
    switch (options.role) {
    case pki::Role::server:
        order.names = pki::server_names(order.common_name, asked);
        break;
    case pki::Role::client:
        order.names = pki::client_names(order.common_name, asked);
        break;
    default:
        break;
    }
    set_dates(order, options);
    return order;
}

/// A key of ours beside a certificate for another key would be a trap.
void require_no_other_key(const std::string& path, const pki::Request& request) {
    if (!io::exists(path)) {
        return;
    }
    const Secret pem = io::read_private_file(path, io::PrivatePolicy::lax);
    if (pki::key_pin_in(pem.expose()) != pki::key_pin(request.key.get())) {
        throw Error{
            ErrorKind::local,
            cat("there is another key for this name: ", in_quotes(path)),
            "move it away, or let the request have another common name"};
    }
}

pki::Made sign(
    const SignOptions& options,
    const pki::Store& store,
    const pki::Authority& authority,
    const std::string& path,
    int input
) {
    const Bytes bytes = io::read_file(path, tls::max_pem_size, input);
    const pki::Request request = pki::read_request(bytes, path == "-" ? "standard input" : path);
    pki::Signing signing;
    signing.cause = pki::Cause::sign;
    signing.order = order_of(options, request, path);
    signing.name = signing.order.common_name;
    signing.key = request.key.get();
    signing.replace = options.force;
    signing.dry_run = options.dry_run;
    require_no_other_key(store.files(options.role, signing.name).key, request);
    return authority.sign(signing, std::time(nullptr));
}

std::string text_of(const SignOptions& options, const pki::Made& made) {
    const std::string name = made.certificate.common_name.value_or("");
    Rows rows{
        {"certificate", made.files.chain.empty() ? made.files.certificate : made.files.chain}};
    for (const std::string& each : made.certificate.names) {
        rows.emplace_back("name", each);
    }
    return cat(
        options.dry_run ? "would sign " : "signed ",
        pki::profile_of(options.role).name,
        ' ',
        in_quotes(name),
        '\n',
        to_text(rows)
    );
}

cli::ExitCode run(const SignOptions& options, cli::Context& context) {
    const pki::Store store = options.store();
    const auto asked = options.ca || options.role != pki::Role::intermediate
                           ? options.ca
                           : std::optional<std::string>{"root"};
    const pki::Authority authority{
        store, ca_password(options, context), pki::choose_authority(store, asked)};
    io::Output out{context.streams.out};
    cli::ExitCode worst = cli::ExitCode::ok;
    const auto sign_one = [&](const std::string& path) {
        const pki::Made made = sign(options, store, authority, path, context.streams.in);
        for (const std::string& notice : made.notices) {
            context.diagnostics.note(notice);
        }
        out.write(options.json ? describe_json(made) : text_of(options, made));
        out.flush();
    };
    if (options.files.size() == 1) {
        sign_one(options.files.front());
        return worst;
    }
    for (const std::string& path : options.files) {
        if (const auto fault = fault_of([&] { sign_one(path); })) {
            context.diagnostics.error(Error{
                fault->kind(), cat(path, ": ", fault->what()), fault->hint()});
            worst = cli::ExitCode::local;
        }
    }
    return worst;
}

} // namespace

cli::Runner declare_sign(cli::Declaration& options) {
    auto target = std::make_shared<SignOptions>();
    options.usage("CSR... [options]");
    options.about("Signs requests, as 'cert csr' and others make them. Only the key, the common "
                  "name and the alternative names are taken from a request; what it asks for "
                  "besides is for the CA to say. A bad one is named, the others are signed, and "
                  "the exit status is 3.");
    options.example("mqttx cert sign sensor-1.csr", "for a client");
    options.example(
        "mqttx cert sign broker.csr --role server --san broker.example", "for a broker"
    );
    options.operands("CSR", target->files, "requests, PEM or DER", cli::ValueKind::file);
    options.choice(
        "--role",
        target->role,
        {{"client", pki::Role::client},
         {"server", pki::Role::server},
         {"intermediate", pki::Role::intermediate}},
        "ROLE",
        "what it may be: client (default), server or intermediate"
    );
    options.texts("--san", target->names, "NAME", "these names instead of those it asks for");
    declare_ca(options, target->ca);
    declare_dates(options, *target, "as for a new one");
    options.flag("--force", target->force, "replace existing files");
    declare_write_options(options, *target, "print one JSON object a certificate");
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
