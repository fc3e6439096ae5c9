// SPDX-License-Identifier: Apache-2.0
#include "common/pki/renew.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/io/output.hpp"

namespace mqttx::app::cert {

namespace {

struct RenewOptions : WriteOptions, DateOptions {
    std::vector<std::string> names;
    std::optional<std::string> ca;
    std::optional<pki::KeyType> key_type;
    NewKeyPassword new_password;
    bool new_key = false;
};

pki::RenewOrder order_of(const RenewOptions& options, const std::string& name) {
    pki::RenewOrder order;
    order.name = name;
    order.new_key = options.new_key;
    order.key_type = options.key_type;
    order.days = options.days;
    order.not_before = options.not_before;
    order.not_after = options.not_after;
    order.authority = options.ca;
    order.dry_run = options.dry_run;
    return order;
}

std::string title_of(const RenewOptions& options, const std::string& name) {
    const std::string_view what = options.new_key ? "a new key for " : "the certificate of ";
    const std::string_view done = options.new_key ? "made " : "renewed ";
    const std::string_view planned = options.new_key ? "would make " : "would renew ";
    return cat(options.dry_run ? planned : done, what, in_quotes(name));
}

cli::ExitCode run(const RenewOptions& options, cli::Context& context) {
    const pki::Store store = options.store();
    const auto password = ca_password(options, context);
    const auto new_password = options.new_password.read(context);
    io::Output out{context.streams.out};
    for (const std::string& name : options.names) {
        pki::RenewOrder order = order_of(options, name);
        if (new_password) {
            order.key_password.emplace(new_password->expose());
        }
        const pki::Made made = pki::renew(store, order, password, std::time(nullptr));
        for (const std::string& notice : made.notices) {
            context.diagnostics.note(notice);
        }
        out.write(options.json ? describe_json(made) : describe(made, title_of(options, name), ""));
        out.flush();
    }
    return cli::ExitCode::ok;
}

void declare_common(cli::Declaration& options, RenewOptions& target) {
    options.operands("NAME", target.names, "identities: sensor-1, or client/sensor-1");
    declare_dates(options, target, "as for a new one");
    options.text(
        "--ca", target.ca, "NAME", "the CA that signs (default: the one that signed before)"
    );
}

} // namespace

cli::Runner declare_renew(cli::Declaration& options) {
    auto target = std::make_shared<RenewOptions>();
    options.usage("NAME... [options]");
    options.about("Makes the next certificate of an identity: its key and its names stay, the "
                  "serial number and the dates are new. The one before is good until it ends. "
                  "Brokers read theirs anew when they are reloaded. 'root' renews the CA, and all "
                  "it signed stays good.");
    options.example("mqttx cert renew sensor-1", "365 more days");
    options.example("mqttx cert renew root --days 3650", "its new ca.crt then goes to everybody");
    declare_common(options, *target);
    declare_write_options(options, *target, "print one JSON object a certificate");
    return [target](cli::Context& context) { return run(*target, context); };
}

cli::Runner declare_rekey(cli::Declaration& options) {
    auto target = std::make_shared<RenewOptions>();
    target->new_key = true;
    options.usage("NAME... [options]");
    options.about("Makes a new key for a server or a client, and a certificate with the names of "
                  "the one before, which is good until it ends or is revoked.");
    options.example("mqttx cert rekey sensor-1", "the old key may have been seen");
    declare_common(options, *target);
    declare_key_type(options, target->key_type, "as before");
    target->new_password.declare(options);
    declare_write_options(options, *target, "print one JSON object a certificate");
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
