// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/acl/broker.hpp"
#include "common/acl/effective_rules.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/io/terminal.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/user_name.hpp"
#include "common/tls/pem.hpp"

namespace mqttx::app::cert {

namespace {

struct WhoamiOptions {
    std::string file;
    std::optional<std::string> acl;
    PolicyOptions policy;
    bool by_subject = false;
    bool json = false;
};

/// What one may do by a permission file.
struct Rights {
    std::unique_ptr<PolicyFile> file;
    acl::Powers publishing;
    acl::Powers receiving;
    std::vector<acl::ConversionLoss> losses;
};

Rights rights_of(const WhoamiOptions& options, const std::string& user, int input) {
    Rights rights;
    rights.file = load_policy(*options.acl, options.policy, input);
    acl::EffectiveRules rules{rights.file->policy, rights.file->broker, user, rights.losses};
    rights.publishing = rules.publishing();
    rights.receiving = rules.receiving();
    return rights;
}

template <typename Take> void each_part(const Rights& rights, Take take) {
    for (const acl::Part& part : rights.publishing.allowed) {
        take("publish", "allowed", part);
    }
    for (const acl::Part& part : rights.publishing.denied) {
        take("publish", "denied", part);
    }
    for (const acl::Part& part : rights.receiving.allowed) {
        take("receive", "allowed", part);
    }
    for (const acl::Part& part : rights.receiving.denied) {
        take("receive", "denied", part);
    }
}

std::string place_of(const Rights& rights, const acl::Part& part) {
    return part.rule == nullptr
               ? std::string{"by default"}
               : cat(rights.file->place(part.rule->span), ": ", rights.file->words(*part.rule));
}

std::string rights_text(const Rights& rights, const std::string& user) {
    std::vector<std::vector<std::string>> rows;
    each_part(rights, [&](std::string_view operation, std::string_view answer, const auto& part) {
        rows.push_back(
            {cat("  ", operation),
             std::string{answer},
             io::escape_for_terminal(part.filter),
             place_of(rights, part)}
        );
    });
    std::string text =
        cat("rights of ",
            io::escape_for_terminal(in_quotes(user)),
            " (",
            acl::broker_name(rights.file->broker),
            "):\n");
    text += rows.empty() ? std::string{"  none\n"} : io::table_text(rows);
    if (!rights.losses.empty()) {
        text += "  rules with the client id (%c) are left out\n";
    }
    return text;
}

void put_rights(io::JsonWriter& json, const Rights& rights) {
    json.key("rights").begin_array();
    each_part(rights, [&](std::string_view operation, std::string_view answer, const auto& part) {
        json.begin_object().member("operation", operation).member("answer", answer);
        json.member("filter", part.filter).member("rule", place_of(rights, part)).end_object();
    });
    json.end_array();
}

std::string text_of(const pki::UserNames& names) {
    const std::string identity =
        names.identity_fault.empty()
            ? names.identity
            : cat("none, the broker refuses the client: ", names.identity_fault);
    return to_text(
        {{"use_identity_as_username", identity}, {"use_subject_as_username", names.subject}}
    );
}

std::string json_of(const pki::UserNames& names, const Rights* rights) {
    io::JsonWriter json;
    json.begin_object().key("identity");
    names.identity_fault.empty() ? json.value(names.identity) : json.null();
    json.member("subject", names.subject).key("fault");
    names.identity_fault.empty() ? json.null() : json.value(names.identity_fault);
    if (rights != nullptr) {
        put_rights(json, *rights);
    }
    json.end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const WhoamiOptions& options, cli::Context& context) {
    const Bytes bytes = io::read_file(options.file, tls::max_pem_size, context.streams.in);
    const auto certificates =
        pki::read_certificates(bytes, options.file == "-" ? "standard input" : options.file);
    const pki::UserNames names = pki::user_names_of(certificates.front().get());
    const bool is_refused = !options.by_subject && !names.identity_fault.empty();
    if (!is_refused && !options.by_subject &&
        names.identity.find_first_of("+#") != std::string::npos) {
        context.diagnostics.warning(
            "the name has + or #: Mosquitto refuses every pattern rule with %u for it"
        );
    }
    const std::string& user = options.by_subject ? names.subject : names.identity;
    std::optional<Rights> rights;
    if (options.acl && !is_refused) {
        rights = rights_of(options, user, context.streams.in);
    }
    io::Output out{context.streams.out};
    if (options.json) {
        out.write(json_of(names, rights ? &*rights : nullptr));
    } else {
        out.write(text_of(names));
        out.write(rights ? rights_text(*rights, user) : std::string{});
    }
    out.flush();
    return is_refused ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_whoami(cli::Declaration& options) {
    auto target = std::make_shared<WhoamiOptions>();
    options.usage("FILE [options]");
    options.about("Prints the user name a Mosquitto broker takes from a client's certificate, in "
                  "both ways it can be told to (with require_certificate), byte for byte; with "
                  "--acl also what that user may do. Exit status 1 when the broker would refuse "
                  "the client for want of a name.");
    options.example("mqttx cert whoami pki/client/sensor-1.crt", "who will I be?");
    options.example("mqttx cert whoami sensor-1.crt --acl acl", "and what may I do?");
    options.operand("FILE", target->file, "a certificate, PEM or DER", cli::ValueKind::file);
    options.file("--acl", target->acl, "FILE", "a permission file: say what the user may do");
    options.flag("--subject", target->by_subject, "the rights under use_subject_as_username");
    policy_options(options, target->policy);
    options.flag("--json", target->json, "print one JSON object");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
