// SPDX-License-Identifier: Apache-2.0
#include "common/pki/lint.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/lint_report.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/key.hpp"
#include "common/tls/pem.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace mqttx::app::cert {

namespace {

struct LintOptions {
    std::vector<std::string> files;
    LintFormat format = LintFormat::text;
    bool strict = false;
};

/// NAME.key beside NAME.crt and NAME.chain.crt.
std::string key_beside(std::string path) {
    for (const std::string_view ending : {".chain.crt", ".crt", ".pem", ".cer"}) {
        if (path.ends_with(ending)) {
            path.resize(path.size() - ending.size());
            return path + ".key";
        }
    }
    return {};
}

void look_at_key(const std::string& path, pki::LintInput& input) {
    struct stat status {};

    if (path.empty() || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    // A broker's key may be for its group.
    input.is_key_open = (status.st_mode & (S_IRWXO | S_IWGRP)) != 0;
    if (::access(path.c_str(), R_OK) == 0) {
        const Secret pem = io::read_private_file(path, io::PrivatePolicy::lax);
        input.key_pin = pki::key_pin_in(pem.expose());
    }
}

pki::LintInput read_input(const std::string& path, int standard_input) {
    constexpr std::size_t largest = std::size_t{1} << 26U;
    pki::LintInput input;
    const Bytes bytes = io::read_file(path, largest, standard_input);
    const std::string name = path == "-" ? "standard input" : path;
    const std::string_view text = as_text(bytes);
    const bool has_list = text.find("-----BEGIN X509 CRL-----") != std::string_view::npos;
    const bool has_certificate = text.find("CERTIFICATE-----") != std::string_view::npos;
    if (has_list) {
        input.lists = tls::read_revocation_lists(bytes, name);
    }
    if (!has_list || has_certificate) {
        input.certificates = pki::read_certificates(bytes, name);
        look_at_key(key_beside(path), input);
    }
    input.now = std::time(nullptr);
    return input;
}

bool counts(const pki::LintFinding& finding, bool strict) {
    return finding.rule->severity == pki::Severity::error ||
           (strict && finding.rule->severity == pki::Severity::warning);
}

cli::ExitCode run(const LintOptions& options, cli::Context& context) {
    io::Output out{context.streams.out};
    std::vector<LintedFile> files;
    bool is_clean = true;
    for (const std::string& path : options.files) {
        const pki::LintInput input = read_input(path, context.streams.in);
        files.push_back({path, pki::lint(input), input.certificates.size() + input.lists.size()});
        for (const pki::LintFinding& finding : files.back().findings) {
            is_clean = is_clean && !counts(finding, options.strict);
        }
    }
    out.write(lint_report(files, options.format));
    out.flush();
    return is_clean ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_lint(cli::Declaration& options) {
    auto target = std::make_shared<LintOptions>();
    options.usage("FILE... [options]");
    options.about("Holds certificates and revocation lists against RFC 5280, RFC 9525 and what "
                  "brokers make of them, also the key beside NAME.crt (NAME.key). Exit status 1 "
                  "for errors.");
    options.example("mqttx cert lint pki/server/*.crt pki/crl.pem", "before they are handed out");
    options.example("mqttx cert lint --format sarif ca.crt > lint.sarif", "for code scanning");
    options.operands(
        "FILE", target->files, "certificates or revocation lists", cli::ValueKind::file
    );
    options.choice(
        "--format",
        target->format,
        {{"text", LintFormat::text},
         {"json", LintFormat::json},
         {"sarif", LintFormat::sarif},
         {"github", LintFormat::github}},
        "FORMAT",
        "text (default), json, sarif or github"
    );
    options.flag("--strict", target->strict, "warnings count as errors");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
