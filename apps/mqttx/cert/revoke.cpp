// SPDX-License-Identifier: Apache-2.0
#include "common/pki/revoke.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/io/terminal.hpp"
#include "common/tls/words.hpp"

namespace mqttx::app::cert {

namespace {

struct RevokeOptions : WriteOptions {
    std::optional<std::string> name;
    std::optional<std::string> user;
    pki::Reason reason = pki::Reason::unspecified;
    bool no_list = false;
};

std::string table_of(const std::vector<pki::Record>& records) {
    std::vector<std::vector<std::string>> rows;
    for (const pki::Record& record : records) {
        rows.push_back(
            {cat("  ", record.serial),
             cat("until ", tls::time_text(record.not_after)),
             cat(pki::profile_of(record.role).name, '/', io::escape_for_terminal(record.name))}
        );
    }
    return io::table_text(rows);
}

std::string text_of(const pki::Revoked& revoked, const RevokeOptions& options) {
    std::string text;
    if (!revoked.now.empty()) {
        text +=
            cat(options.dry_run ? "would revoke " : "revoked ",
                counted(revoked.now.size(), "certificate"),
                ", which a broker with the new list refuses:\n",
                table_of(revoked.now));
    }
    if (!revoked.earlier.empty()) {
        text += cat("revoked before:\n", table_of(revoked.earlier));
    }
    if (options.dry_run) {
        return text;
    }
    text += lists_text(revoked.lists, options.store());
    return text + (revoked.lists.empty() ? cat("not refused yet: no list was written\nnext: ",
                                               cli::program_name,
                                               " cert crl",
                                               folder_words(options),
                                               '\n')
                                         : std::string{list_advice});
}

void write_records(
    io::JsonWriter& json, std::string_view name, const std::vector<pki::Record>& records
) {
    json.key(name).begin_array();
    for (const pki::Record& record : records) {
        json.raw(pki::to_json(record));
    }
    json.end_array();
}

std::string json_of(const pki::Revoked& revoked) {
    io::JsonWriter json;
    json.begin_object();
    write_records(json, "revoked", revoked.now);
    write_records(json, "revoked_before", revoked.earlier);
    json.key("lists").begin_array();
    for (const pki::PublishedList& list : revoked.lists) {
        json.raw(list_json(list));
    }
    json.end_array().end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const RevokeOptions& options, cli::Context& context) {
    if (options.name.has_value() == options.user.has_value()) {
        throw Error{
            ErrorKind::usage,
            options.user ? "both a name and --user were given" : "nobody to revoke was named",
            "give NAME, a serial number, or --user CN"};
    }
    const pki::Revoked revoked = pki::revoke(
        options.store(),
        {.names = options.name ? std::vector{*options.name} : std::vector<std::string>{},
         .user = options.user,
         .reason = options.reason,
         .publish = !options.no_list,
         .dry_run = options.dry_run},
        ca_password(options, context),
        std::time(nullptr)
    );
    io::Output out{context.streams.out};
    out.write(options.json ? json_of(revoked) : text_of(revoked, options));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_revoke(cli::Declaration& options) {
    auto target = std::make_shared<RevokeOptions>();
    options.usage("(NAME | --user CN) [options]");
    options.about("Revokes certificates: writes them down, and signs the new list that a broker "
                  "refuses them by, in one step. NAME is an identity, whose certificates are all "
                  "revoked, those that were renewed included, or the serial number of one.");
    options.example("mqttx cert revoke sensor-1 --reason keyCompromise", "a device was stolen");
    options.example("mqttx cert revoke --user alice --dry-run", "what would be refused?");
    options.optional_operand("NAME", target->name, "an identity, or a serial number");
    options.text("--user", target->user, "CN", "all client certificates with this common name");
    options.choice(
        "--reason",
        target->reason,
        {{"unspecified", pki::Reason::unspecified},
         {"keyCompromise", pki::Reason::key_compromise},
         {"cACompromise", pki::Reason::ca_compromise},
         {"affiliationChanged", pki::Reason::affiliation_changed},
         {"superseded", pki::Reason::superseded},
         {"cessationOfOperation", pki::Reason::cessation_of_operation},
         {"privilegeWithdrawn", pki::Reason::privilege_withdrawn}},
        "WHY",
        "unspecified (default), keyCompromise, cACompromise, affiliationChanged, superseded, "
        "cessationOfOperation, privilegeWithdrawn"
    );
    options.flag("--no-crl", target->no_list, "write no list now; 'cert crl' does it later");
    declare_write_options(options, *target, "print one JSON object");
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
