// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/request.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/tls/pem.hpp"
#include "common/tls/words.hpp"

namespace mqttx::app::cert {

namespace {

struct ShowOptions {
    std::string file;
    bool json = false;
};

/// "in force, 12 days left", or since when it is not.
std::string validity(const pki::CertificateFacts& facts, std::time_t now) {
    if (!facts.not_before || !facts.not_after) {
        return "malformed";
    }
    const std::string span =
        cat(tls::time_text(*facts.not_before), " to ", tls::time_text(*facts.not_after));
    if (now < *facts.not_before) {
        return cat(span, " (not yet: in ", tls::span_text(*facts.not_before - now), ')');
    }
    return now > *facts.not_after
               ? cat(span, " (EXPIRED ", tls::span_text(now - *facts.not_after), " ago)")
               : cat(span, " (", tls::span_text(*facts.not_after - now), " left)");
}

std::string authority(const pki::CertificateFacts& facts) {
    return facts.path_length ? cat("yes, with at most ", *facts.path_length, " CAs below") : "yes";
}

std::string text_of(const pki::CertificateFacts& facts, std::time_t now) {
    Rows rows{{"subject", facts.subject}, {"issuer", facts.issuer}, {"serial", facts.serial}};
    const auto add = [&rows](std::string name, std::string value) {
        if (!value.empty()) {
            rows.emplace_back(std::move(name), std::move(value));
        }
    };
    add("valid", validity(facts, now));
    add("names", tls::list_text(facts.names));
    add("CA", facts.is_ca ? authority(facts) : "");
    add("key", facts.key);
    add("key usage", tls::list_text(facts.usages));
    add("purpose", tls::list_text(facts.extended_usages));
    add("signature", facts.signature);
    add("key id", facts.subject_key_id);
    add("issuer's key id", facts.authority_key_id);
    add("SHA-256", facts.sha256);
    add("pin", facts.pin);
    return to_text(rows);
}

std::string json_of(const pki::CertificateFacts& facts) {
    io::JsonWriter json;
    json.begin_object();
    write_facts(json, facts);
    json.end_object();
    return cat(json.text(), '\n');
}

std::string text_of(const pki::ListFacts& facts) {
    const auto time = [](std::optional<std::time_t> when) {
        return when ? tls::time_text(*when) : std::string{"none"};
    };
    Rows rows{{"list of", facts.issuer}, {"number", facts.number.value_or("none")}};
    rows.emplace_back("signed", time(facts.this_update));
    rows.emplace_back("until", time(facts.next_update));
    rows.emplace_back("signature", facts.signature);
    rows.emplace_back("issuer's key id", facts.authority_key_id);
    for (const pki::ListFacts::Entry& entry : facts.revoked) {
        rows.emplace_back("revoked", cat(entry.serial, "  ", time(entry.time), "  ", entry.reason));
    }
    return to_text(rows);
}

std::string json_of(const pki::ListFacts& facts) {
    io::JsonWriter json;
    const auto put_time = [&](std::string_view name, std::optional<std::time_t> when) {
        json.key(name);
        when ? json.value(tls::time_text(*when)) : json.null();
    };
    json.begin_object().member("issuer", facts.issuer).member("version", facts.version);
    json.key("number");
    facts.number ? json.value(*facts.number) : json.null();
    put_time("this_update", facts.this_update);
    put_time("next_update", facts.next_update);
    json.member("signature", facts.signature).member("authority_key_id", facts.authority_key_id);
    json.key("revoked").begin_array();
    for (const pki::ListFacts::Entry& entry : facts.revoked) {
        json.begin_object().member("serial", entry.serial);
        put_time("time", entry.time);
        json.member("reason", entry.reason).end_object();
    }
    json.end_array().end_object();
    return cat(json.text(), '\n');
}

/// What a request asks for; it is signed by its own key.
void show_request(
    const ShowOptions& options, ByteView bytes, const std::string& name, io::Output& out
) {
    const pki::Request request = pki::read_request(bytes, name);
    std::vector<std::string> names;
    for (const pki::AlternativeName& each : request.names) {
        names.push_back(pki::to_text(each));
    }
    const std::string key = pki::describe_key(request.key.get());
    const std::string pin = pki::key_pin(request.key.get());
    if (options.json) {
        io::JsonWriter json;
        json.begin_object().member("request_for", request.subject).key("names").begin_array();
        for (const std::string& each : names) {
            json.value(each);
        }
        json.end_array().member("key", key).member("pin_sha256", pin).end_object();
        out.write(cat(json.text(), '\n'));
    } else {
        Rows rows{{"request for", request.subject}};
        if (!names.empty()) {
            rows.emplace_back("names", tls::list_text(names));
        }
        rows.emplace_back("key", key);
        rows.emplace_back("pin", pin);
        out.write(to_text(rows));
    }
    out.flush();
}

/// Revocation lists, one after the other.
void show_lists(
    const ShowOptions& options, ByteView bytes, const std::string& name, io::Output& out
) {
    for (const auto& list : tls::read_revocation_lists(bytes, name)) {
        const pki::ListFacts facts = pki::facts_of(list.get());
        out.write(options.json ? json_of(facts) : text_of(facts));
    }
    out.flush();
}

cli::ExitCode run(const ShowOptions& options, cli::Context& context) {
    const Bytes bytes = io::read_file(options.file, tls::max_pem_size, context.streams.in);
    const std::string name = options.file == "-" ? "standard input" : options.file;
    io::Output out{context.streams.out};
    if (as_text(bytes).find("-----BEGIN X509 CRL-----") != std::string_view::npos) {
        show_lists(options, bytes, name, out);
        return cli::ExitCode::ok;
    }
    if (pki::is_request(bytes)) {
        show_request(options, bytes, name, out);
        return cli::ExitCode::ok;
    }
    const auto certificates = pki::read_certificates(bytes, name);
    const std::time_t now = std::time(nullptr);
    for (std::size_t index = 0; index < certificates.size(); ++index) {
        const pki::CertificateFacts facts = pki::facts_of(certificates[index].get());
        if (!options.json && certificates.size() > 1) {
            out.write(cat("certificate ", index + 1, " of ", certificates.size(), '\n'));
        }
        out.write(options.json ? json_of(facts) : text_of(facts, now));
    }
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_show(cli::Declaration& options) {
    auto target = std::make_shared<ShowOptions>();
    options.usage("FILE [options]");
    options.about(
        "Prints what the certificates in a PEM or DER file say, a request, or the revocation "
        "lists in PEM; FILE may be - for standard input. Nothing is verified but that a request "
        "is signed by its own key."
    );
    options.example("mqttx cert show pki/server/localhost.crt", "dates, names, purpose, pin");
    options.operand("FILE", target->file, "certificates, a request or lists", cli::ValueKind::file);
    options.flag("--json", target->json, "print one JSON object each");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
