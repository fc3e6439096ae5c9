// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/make_options.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/program.hpp"
#include "common/cli/shell_word.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/pki/request.hpp"

namespace mqttx::app::cert {

namespace {

struct CsrOptions : StoreOptions {
    std::string name;
    std::vector<std::string> names;
    std::optional<pki::KeyType> key_type;
    NewKeyPassword new_password;
    bool force = false;
    bool dry_run = false;
};

std::string text_of(const pki::RequestFiles& files, const CsrOptions& options) {
    const std::string text =
        cat(options.dry_run ? "would make a request for " : "made a request for ",
            in_quotes(options.name),
            '\n',
            to_text({{"request", files.request}, {"private key", files.key}}));
    return options.dry_run ? text
                           : cat(text,
                                 "next: the CA signs it with '",
                                 cli::program_name,
                                 " cert sign ",
                                 cli::shell_word(files.request),
                                 "'\n");
}

std::string json_of(const pki::RequestFiles& files, const std::string& name) {
    io::JsonWriter json;
    json.begin_object().member("name", name).member("request_file", files.request);
    json.member("key_file", files.key).end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const CsrOptions& options, cli::Context& context) {
    pki::Keeping keeping;
    keeping.key_type = options.key_type.value_or(pki::KeyType::p256);
    keeping.replace = options.force;
    keeping.dry_run = options.dry_run;
    keeping.key_password = options.new_password.read(context);
    const pki::RequestFiles files = pki::make_request(
        pki::Store{options.folder},
        options.name,
        pki::client_names(options.name, read_names(options.names)),
        keeping
    );
    io::Output out{context.streams.out};
    out.write(options.json ? json_of(files, options.name) : text_of(files, options));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_csr(cli::Declaration& options) {
    auto target = std::make_shared<CsrOptions>();
    options.usage("NAME [options]");
    options.about("Makes a private key and a request that a CA elsewhere can sign: the key never "
                  "leaves this machine.");
    options.example("mqttx cert csr sensor-1", "on the device; the .csr then goes to the CA");
    options.operand("NAME", target->name, "common name to ask for");
    options.texts("--san", target->names, "NAME", "one more name to ask for");
    declare_key_type(options, target->key_type, "p256");
    target->new_password.declare(options);
    options.flag("--force", target->force, "replace existing files");
    declare_dry_run(options, target->dry_run);
    declare_folder(options, *target);
    options.flag("--json", target->json, "print one JSON object");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
