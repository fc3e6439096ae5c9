// SPDX-License-Identifier: Apache-2.0
#include "common/pki/zoo.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/io/together.hpp"

namespace mqttx::app::cert {

namespace {

struct ZooOptions {
    std::string folder;
    bool force = false;
    bool dry_run = false;
    bool json = false;
};

std::string json_of(const pki::Specimen& specimen) {
    io::JsonWriter json;
    json.begin_object().member("file", cat(specimen.name, ".crt"));
    json.member("key", cat(specimen.name, ".key")).member("fault", specimen.fault);
    json.member("role", pki::profile_of(specimen.role).name).member("host", specimen.host);
    json.member("with_list", specimen.with_list).member("verdict", specimen.verdict);
    json.key("rules").begin_array();
    for (const std::string& rule : specimen.rules) {
        json.value(rule);
    }
    json.end_array().end_object();
    return cat(json.text(), '\n');
}

std::string table_of(const pki::Zoo& zoo) {
    std::vector<std::vector<std::string>> rows{{"FILE", "VERDICT", "RULE", "FAULT"}};
    for (const pki::Specimen& specimen : zoo.specimens) {
        rows.push_back(
            {cat(specimen.name, ".crt"),
             specimen.verdict,
             specimen.rules.empty() ? std::string{"-"} : specimen.rules.front(),
             specimen.fault}
        );
    }
    return io::table_text(rows);
}

/// The CA and its list, each certificate with its key, and what is expected; nothing of another zoo
/// among them, whatever interrupts it.
void write(const pki::Zoo& zoo, const std::string& expected, const ZooOptions& options) {
    const auto path_of = [&](const std::string& name) { return cat(options.folder, '/', name); };
    std::vector<std::string> paths{path_of("ca.crt"), path_of("crl.pem")};
    for (const pki::Specimen& specimen : zoo.specimens) {
        paths.push_back(path_of(cat(specimen.name, ".key")));
        paths.push_back(path_of(cat(specimen.name, ".crt")));
    }
    paths.push_back(path_of("expected.jsonl"));
    if (options.dry_run && !options.force) {
        for (const std::string& path : paths) {
            io::require_free(path);
        }
    }
    if (options.dry_run) {
        return;
    }
    io::make_folder(options.folder);
    io::Together files{std::move(paths)};
    const auto stage = [&](const std::string& name, ByteView content, mode_t mode) {
        files.stage(path_of(name), content, {.mode = mode, .replace = options.force});
    };
    constexpr mode_t readable = 0644;
    constexpr mode_t owner_only = 0600;
    stage("ca.crt", as_bytes(zoo.ca), readable);
    stage("crl.pem", as_bytes(zoo.list), readable);
    for (const pki::Specimen& specimen : zoo.specimens) {
        stage(cat(specimen.name, ".key"), specimen.key.expose(), owner_only);
        stage(cat(specimen.name, ".crt"), as_bytes(specimen.certificate), readable);
    }
    stage("expected.jsonl", as_bytes(expected), readable);
    files.commit();
}

cli::ExitCode run(const ZooOptions& options, cli::Context& context) {
    const pki::Zoo zoo = pki::make_zoo(std::time(nullptr));
    std::string expected;
    for (const pki::Specimen& specimen : zoo.specimens) {
        expected += json_of(specimen);
    }
    write(zoo, expected, options);
    io::Output out{context.streams.out};
    out.write(options.json ? expected : table_of(zoo));
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_zoo(cli::Declaration& options) {
    auto target = std::make_shared<ZooOptions>();
    options.usage("DIR [options]");
    options.about(
        "Writes certificates that are wrong on purpose, each with its key, the CA and its "
        "list, and what is to be said of each (expected.jsonl): to test brokers and "
        "clients with. Never trust this CA for anything else; its key is not kept."
    );
    options.example("mqttx cert zoo zoo", "then try your broker with each");
    options.operand("DIR", target->folder, "where to", cli::ValueKind::folder);
    options.flag("--force", target->force, "replace existing files");
    declare_dry_run(options, target->dry_run);
    options.flag("--json", target->json, "print what expected.jsonl has");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
