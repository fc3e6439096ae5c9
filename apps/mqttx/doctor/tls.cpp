// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/tls.hpp"

#include "apps/mqttx/doctor/certificate.hpp"
#include "apps/mqttx/doctor/transport.hpp"
#include "common/base/text.hpp"
#include "common/cli/program.hpp"
#include "common/io/file.hpp"
#include "common/pki/certificate.hpp"
#include "common/tls/inspection.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace mqttx::app::doctor {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view layer = "tls";
constexpr std::array<std::string_view, 12> checks{
    "settings",
    "handshake",
    "suite",
    "names",
    "expiry",
    "key",
    "signature",
    "purpose",
    "issuer",
    "trust",
    "versions",
    "client-certificate"};

std::string peer_of(const mqtt::ConnectOptions& options) {
    return options.tls->servername.empty() ? options.host : options.tls->servername;
}

/// A handshake of its own connection; its error says also why there was none.
tls::Inspection look_at(
    const mqtt::ConnectOptions& options,
    const std::string& address,
    const tls::ClientOptions& tls,
    std::optional<tls::AnyVersion> only
) {
    const auto dialled = dial_again(options, address);
    if (!dialled.socket.is_open()) {
        tls::Inspection none;
        none.fault.emplace(
            ErrorKind::network,
            cat("the broker takes no second connection: ", system_error_text(dialled.error_number))
        );
        return none;
    }
    const auto deadline = Clock::now() + options.patience.connect;
    return tls::inspect(dialled.socket.number(), tls, options.host, only, deadline);
}

/// Settings that verify nothing, to see whom they would refuse.
tls::ClientOptions without_verification(const tls::ClientOptions& tls) {
    auto open = tls::duplicate(tls);
    open.insecure_all = true;
    open.pins.clear();
    open.crlfile.clear();
    return open;
}

Finding failed(std::string_view check, const Error& fault) {
    return {layer, check, Outcome::fail, fault.what(), fault.hint()};
}

/// Both versions of today, each with a connection of its own unless it was agreed on before.
Finding judge_versions(
    const mqtt::ConnectOptions& options,
    const std::string& address,
    const tls::ClientOptions& open,
    const std::string& agreed
) {
    const bool newest = agreed == "TLSv1.3";
    const auto other = newest ? tls::AnyVersion::tls12 : tls::AnyVersion::tls13;
    const auto seen = look_at(options, address, open, other);
    // Who shows its chain agreed on the version, also when it then wants a certificate of ours.
    const bool also = seen.completed || !seen.chain.empty();
    if (newest || also) {
        return {
            layer,
            "versions",
            Outcome::ok,
            newest && !also ? "TLS 1.3 alone is offered" : "TLS 1.3 and TLS 1.2 are offered"};
    }
    return {
        layer,
        "versions",
        Outcome::warn,
        "TLS 1.3 is not offered, TLS 1.2 is",
        "renew the broker's OpenSSL, or take a ciphers line out of its configuration"};
}

Finding judge_suite(const tls::Inspection& seen) {
    const bool modern = seen.version == "TLSv1.3" || seen.cipher.starts_with("ECDHE") ||
                        seen.cipher.starts_with("DHE");
    const auto text = cat(seen.version, " with ", seen.cipher);
    if (modern) {
        return {layer, "suite", Outcome::ok, text};
    }
    return {
        layer,
        "suite",
        Outcome::warn,
        cat(text, ": whoever gets the broker's key later can read what was recorded"),
        "in mosquitto.conf: ciphers ECDHE+AESGCM:ECDHE+CHACHA20"};
}

void add_rest(Findings& findings, const std::string& reason) {
    for (const auto check : checks) {
        const auto is_there = [&](const Finding& finding) { return finding.check == check; };
        if (check != "client-certificate" &&
            std::none_of(findings.begin(), findings.end(), is_there)) {
            findings.push_back({layer, check, Outcome::untested, reason});
        }
    }
}

/// Why the first handshake failed: TLS knows, or the connection of MQTT will tell.
Finding judge_failure(const mqtt::ConnectOptions& options, const tls::Inspection& seen) {
    if (seen.fault) {
        return failed("handshake", *seen.fault);
    }
    if (seen.timed_out) {
        return {
            layer,
            "handshake",
            Outcome::fail,
            cat(mqtt::broker_name(options),
                " did not finish the TLS handshake within ",
                in_seconds(options.patience.connect)),
            "is it a TLS port? --no-tls speaks plain MQTT"};
    }
    if (const auto fault = attempt(mqtt::duplicate(options)).fault) {
        return failed("handshake", *fault);
    }
    return {// a broker that starts while it is examined
            layer,
            "handshake",
            Outcome::warn,
            "the first TLS handshake failed without a word, the second went through",
            cat("run ", cli::program_name, " doctor again; the broker's log has the reason")};
}

Finding judge_trust(const mqtt::ConnectOptions& options, const std::string& address, bool& passed) {
    const auto& tls = *options.tls;
    const auto verified = look_at(options, address, tls, std::nullopt);
    passed = verified.completed;
    if (!passed) {
        return verified.fault ? failed("trust", *verified.fault) : judge_failure(options, verified);
    }
    if (tls.insecure_all || tls.insecure_hostname) {
        return {
            layer,
            "trust",
            Outcome::warn,
            "the broker was not verified in full, as was asked",
            "leave out --insecure and --insecure-skip-verify"};
    }
    if (tls.psk) {
        return {layer, "trust", Outcome::ok, "both sides have the pre-shared key"};
    }
    const auto by = !tls.cafile.empty()   ? cat("the CA of ", tls.cafile)
                    : !tls.capath.empty() ? cat("a CA in ", tls.capath)
                                          : "a CA of this system";
    return {
        layer, "trust", Outcome::ok, cat("verified for ", in_quotes(peer_of(options)), " by ", by)};
}

std::vector<pki::CertificateFacts> facts_of(const tls::Inspection& seen) {
    std::vector<pki::CertificateFacts> facts;
    for (const auto& certificate : seen.chain) {
        facts.push_back(pki::facts_of(certificate.get()));
    }
    return facts;
}

void inspect_in_turn(
    const mqtt::ConnectOptions& options, const std::string& address, TlsWalk& walk
) {
    auto& findings = walk.findings;
    const auto open = without_verification(*options.tls);
    const auto seen = look_at(options, address, open, std::nullopt);
    walk.certificate_requested = seen.certificate_requested;
    findings.push_back({layer, "settings", Outcome::ok, "certificates and keys of ours are usable"}
    );
    findings.push_back(
        seen.completed ? Finding{layer, "handshake", Outcome::ok, "the broker speaks TLS"}
                       : judge_failure(options, seen)
    );
    if (seen.completed) {
        findings.push_back(judge_suite(seen));
    }
    if (!seen.chain.empty()) {
        const auto about = judge_certificate(facts_of(seen), peer_of(options), std::time(nullptr));
        findings.insert(findings.end(), about.begin(), about.end());
    }
    if (seen.completed) {
        findings.push_back(judge_trust(options, address, walk.passed));
        findings.push_back(judge_versions(options, address, open, seen.version));
    }
    const bool keyed = options.tls->psk.has_value();
    add_rest(
        findings,
        seen.completed && keyed ? "a pre-shared key stands in its place" : "the TLS handshake fails"
    );
}

/// The dates of the certificate we show.
std::string our_certificate_fault(const std::string& path, bool& expires_soon) {
    const auto content = io::read_file(path, std::size_t{1} << 20U);
    const auto certificates = pki::read_certificates(content, path);
    const auto facts = pki::facts_of(certificates.front().get());
    const auto dates =
        judge_dates(facts, "client-certificate", "our certificate", "", std::time(nullptr));
    expires_soon = dates.outcome == Outcome::warn;
    return dates.outcome == Outcome::ok ? "" : dates.text;
}

} // namespace

TlsWalk walk_tls(const mqtt::ConnectOptions& options, const std::string& address) {
    TlsWalk walk;
    // Files that cannot be read, keys that do not belong together: found before a byte is sent.
    if (const auto fault = fault_of([&] { inspect_in_turn(options, address, walk); })) {
        walk = {};
        walk.findings.push_back(failed("settings", *fault));
        add_rest(walk.findings, "our own TLS settings cannot be used");
    }
    return walk;
}

Findings judge_plain(bool loopback, const mqtt::ConnectOptions& options) {
    Findings findings{
        loopback
            ? Finding{layer, "settings", Outcome::warn, "TLS is off; on this machine only root can listen", "add --tls"}
            : Finding{
                  layer,
                  "settings",
                  Outcome::fail,
                  cat("TLS is off: everybody between us and ",
                      options.host,
                      " reads and changes every message"),
                  "add --tls (and --cafile FILE for a private CA)"}};
    add_rest(findings, "TLS is off");
    findings.push_back({layer, "client-certificate", Outcome::untested, "TLS is off"});
    return findings;
}

Findings tls_untested(const std::string& reason) {
    Findings findings;
    add_rest(findings, reason);
    findings.push_back({layer, "client-certificate", Outcome::untested, reason});
    return findings;
}

Finding
judge_client_certificate(const mqtt::ConnectOptions& options, bool requested, const Attempt* seen) {
    constexpr std::string_view check = "client-certificate";
    if (seen == nullptr) {
        return {layer, check, Outcome::untested, "no connection can be made with TLS"};
    }
    if (seen->fault && seen->fault->kind() == ErrorKind::tls) {
        return failed(check, *seen->fault);
    }
    const bool have = !options.tls->cert.empty();
    if (!requested) {
        return {
            layer,
            check,
            have ? Outcome::warn : Outcome::ok,
            have ? "the broker does not ask for a certificate: ours is never shown"
                 : "the broker asks for no certificate",
            have ? "in mosquitto.conf: require_certificate true" : ""};
    }
    if (!have) {
        return {layer, check, Outcome::ok, "the broker asks for a certificate, but needs none"};
    }
    bool soon = false;
    const auto fault = our_certificate_fault(options.tls->cert, soon);
    if (!fault.empty()) {
        return {
            layer,
            check,
            soon ? Outcome::warn : Outcome::fail,
            fault,
            cat(cli::program_name, " cert client NAME --force")};
    }
    return {layer, check, Outcome::ok, "the broker asks for a certificate and takes ours"};
}

} // namespace mqttx::app::doctor
