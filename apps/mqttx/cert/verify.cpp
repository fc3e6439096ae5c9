// SPDX-License-Identifier: Apache-2.0
#include "common/pki/verify.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"
#include "common/tls/pem.hpp"

#include <algorithm>

namespace mqttx::app::cert {

namespace {

struct VerifyOptions : StoreOptions {
    std::vector<std::string> files;
    std::optional<std::string> cafile;
    std::vector<std::string> untrusted;
    std::vector<std::string> lists;
    std::optional<std::time_t> at;
    std::optional<std::string> host;
    bool client = false;
    bool strict = false;
};

template <typename Handles> void append(Handles& all, Handles more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

std::vector<tls::CertificateHandle> read_all(const std::string& path, int input) {
    return pki::read_certificates(
        io::read_file(path, tls::max_pem_size, input), path == "-" ? "standard input" : path
    );
}

/// What is trusted besides the certificates of the file itself.
pki::Trust trust_of(const VerifyOptions& options) {
    constexpr std::size_t largest_list = std::size_t{1} << 28U;
    pki::Trust trust;
    const std::string cafile = options.cafile.value_or(cat(options.folder, "/ca.crt"));
    if (!options.cafile && !io::exists(cafile)) {
        throw Error{
            ErrorKind::usage,
            "there is no CA to verify with",
            "name its certificate with --cafile, or the PKI's folder with --dir"};
    }
    trust.roots = read_all(cafile, -1);
    for (const std::string& path : options.untrusted) {
        append(trust.between, read_all(path, -1));
    }
    for (const std::string& path : options.lists) {
        append(trust.lists, tls::read_revocation_lists(io::read_file(path, largest_list), path));
    }
    return trust;
}

/// The role the certificate is for, when nobody said which.
pki::Purpose purpose_of(const VerifyOptions& options, const pki::CertificateFacts& facts) {
    if (options.host) {
        return pki::Purpose::server;
    }
    if (options.client) {
        return pki::Purpose::client;
    }
    const auto& usages = facts.extended_usages;
    const auto has = [&](const char* usage) {
        return std::find(usages.begin(), usages.end(), usage) != usages.end();
    };
    if (has("serverAuth") == has("clientAuth")) {
        return pki::Purpose::any;
    }
    return has("serverAuth") ? pki::Purpose::server : pki::Purpose::client;
}

/// A chain file begins with the certificate it is for.
std::optional<pki::VerifyFinding>
misorder_of(const std::vector<tls::CertificateHandle>& certificates) {
    const pki::CertificateFacts first = pki::facts_of(certificates.front().get());
    for (std::size_t at = 1; first.is_ca && at < certificates.size(); ++at) {
        const pki::CertificateFacts later = pki::facts_of(certificates[at].get());
        if (!later.is_ca) {
            return pki::VerifyFinding{
                "order",
                0,
                first.subject,
                cat("the file begins with a CA; the certificate ",
                    in_quotes(later.subject),
                    " comes behind it"),
                "put the certificate first, then the CA that issued it, and so on",
                {}};
        }
    }
    return std::nullopt;
}

pki::Verification examine(const VerifyOptions& options, const std::string& path, int input) {
    auto certificates = read_all(path, input);
    const auto misorder = misorder_of(certificates);
    pki::Trust trust = trust_of(options);
    const tls::CertificateHandle first = std::move(certificates.front());
    certificates.erase(certificates.begin());
    append(trust.between, std::move(certificates));
    pki::VerifyOrder order;
    order.at = options.at.value_or(std::time(nullptr));
    order.host = options.host;
    order.purpose = purpose_of(options, pki::facts_of(first.get()));
    order.strict = options.strict;
    pki::Verification verification = pki::verify(first.get(), trust, order);
    if (misorder) {
        verification.findings.insert(verification.findings.begin(), *misorder);
    }
    return verification;
}

std::string text_of(const std::string& path, const pki::Verification& verification) {
    std::string text = cat(path, ": ");
    if (verification.findings.empty()) {
        text += "good";
        for (std::size_t at = 0; at < verification.chain.size(); ++at) {
            text += cat(at == 0 ? " (" : ", issued by ", verification.chain[at]);
        }
        return io::escape_for_terminal(cat(text, ')')) + '\n';
    }
    text =
        io::escape_for_terminal(cat(text, counted(verification.findings.size(), "fault"))) + '\n';
    for (const pki::VerifyFinding& finding : verification.findings) {
        text += cat("  ", finding.id, ": ", io::escape_for_terminal(finding.what), '\n');
        text += cat("    ", io::escape_for_terminal(finding.fix), '\n');
    }
    return text;
}

std::string json_of(const std::string& path, const pki::Verification& verification) {
    io::JsonWriter json;
    json.begin_object().member("file", path).member("good", verification.findings.empty());
    json.key("chain").begin_array();
    for (const std::string& subject : verification.chain) {
        json.value(subject);
    }
    json.end_array().key("findings").begin_array();
    for (const pki::VerifyFinding& finding : verification.findings) {
        json.begin_object().member("id", finding.id).member("depth", finding.depth);
        json.member("subject", finding.subject).member("message", finding.what);
        json.member("fix", finding.fix).member("x509_error", finding.library_words).end_object();
    }
    json.end_array().end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const VerifyOptions& options, cli::Context& context) {
    if (options.host && options.client) {
        throw Error{ErrorKind::usage, "--host asks for a server, --client for a client"};
    }
    io::Output out{context.streams.out};
    bool all_good = true;
    for (const std::string& path : options.files) {
        const pki::Verification verification = examine(options, path, context.streams.in);
        all_good = all_good && verification.findings.empty();
        out.write(options.json ? json_of(path, verification) : text_of(path, verification));
    }
    out.flush();
    return all_good ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_verify(cli::Declaration& options) {
    auto target = std::make_shared<VerifyOptions>();
    options.usage("FILE... [options]");
    options.about("Verifies the first certificate of each file as TLS does, with the others of the "
                  "file sent along, and names every reason to refuse it and the way out. Exit "
                  "status 1 when one is refused.");
    options.example(
        "mqttx cert verify pki/server/localhost.chain.crt --host localhost", "as a client does"
    );
    options.example(
        "mqttx cert verify client.crt --cafile ca.crt --crlfile crl.pem --client",
        "as a broker does"
    );
    options.operands("FILE", target->files, "certificates, PEM or DER", cli::ValueKind::file);
    options.file("--cafile", target->cafile, "FILE", "trusted roots (default: ca.crt of --dir)");
    options.files("--untrusted", target->untrusted, "FILE", "CAs between it and a root");
    options.files(
        "--crlfile", target->lists, "FILE", "revocation lists; every CA of the chain needs one"
    );
    options.value(
        "--at",
        cli::ValueKind::text,
        [target](const std::string& text) { target->at = read_time(text, "--at"); },
        "TIME",
        "verify for this moment: 2026-01-31 or 2026-01-31T12:00:00Z (default: now)"
    );
    options.text("--host", target->host, "HOST", "as the server of this DNS name or address");
    options.flag("--client", target->client, "as a client");
    options.flag(
        "--strict", target->strict, "by the letter of RFC 5280, as Python 3.13 does by default"
    );
    declare_folder(options, *target);
    options.flag("--json", target->json, "print one JSON object a file");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
