// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/report.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/terminal.hpp"
#include "common/tls/words.hpp"

#include <algorithm>

namespace mqttx::app::cert {

namespace {

void write_texts(
    io::JsonWriter& json, std::string_view name, const std::vector<std::string>& texts
) {
    json.key(name).begin_array();
    for (const std::string& text : texts) {
        json.value(text);
    }
    json.end_array();
}

void write_time(io::JsonWriter& json, std::string_view name, std::optional<std::time_t> time) {
    json.key(name);
    time ? json.value(tls::time_text(*time)) : json.null();
}

} // namespace

std::string to_text(const Rows& rows) {
    std::size_t widest = 0;
    for (const auto& [name, value] : rows) {
        widest = std::max(widest, name.size());
    }
    std::string text;
    for (const auto& [name, value] : rows) {
        const std::string gap(widest - name.size() + 2, ' ');
        text += cat("  ", name, gap, io::escape_for_terminal(value), '\n');
    }
    return text;
}

std::string describe(const pki::Made& made, const std::string& title, const std::string& next) {
    const bool has_chain = !made.files.chain.empty();
    Rows rows{
        {"certificate", has_chain ? made.files.chain : made.files.certificate},
        {"private key", made.files.key}};
    if (!made.certificate.names.empty()) {
        rows.emplace_back("names", tls::list_text(made.certificate.names));
    }
    rows.emplace_back("valid until", tls::time_text(made.certificate.not_after.value_or(0)));
    return cat(io::escape_for_terminal(title), '\n', to_text(rows), next);
}

std::string describe_json(const pki::Made& made) {
    io::JsonWriter json;
    json.begin_object();
    json.member("certificate_file", made.files.certificate).member("key_file", made.files.key);
    if (!made.files.chain.empty()) {
        json.member("chain_file", made.files.chain);
    }
    write_facts(json, made.certificate);
    json.end_object();
    return cat(json.text(), '\n');
}

std::string lists_text(const std::vector<pki::PublishedList>& lists, const pki::Store& store) {
    Rows rows;
    bool any_written = false;
    for (const pki::PublishedList& list : lists) {
        const pki::Publication& facts = list.publication;
        rows.emplace_back(
            list.is_written ? "list" : "still good",
            cat(list.path,
                ", number ",
                facts.number,
                ", ",
                facts.entries,
                " revoked, until ",
                tls::time_text(facts.next_update))
        );
        any_written = any_written || list.is_written;
    }
    if (any_written) {
        rows.emplace_back("all lists", store.all_lists());
    }
    return to_text(rows);
}

std::string list_json(const pki::PublishedList& list) {
    io::JsonWriter json;
    json.begin_object().member("file", list.path).member("written", list.is_written).end_object();
    const std::string facts = pki::to_json(pki::Event{list.publication});
    return cat(json.text().substr(0, json.text().size() - 1), ',', facts.substr(1));
}

void write_facts(io::JsonWriter& json, const pki::CertificateFacts& facts) {
    json.member("subject", facts.subject).member("issuer", facts.issuer);
    json.key("common_name");
    facts.common_name ? json.value(*facts.common_name) : json.null();
    json.member("serial", facts.serial).member("version", facts.version);
    write_time(json, "not_before", facts.not_before);
    write_time(json, "not_after", facts.not_after);
    write_texts(json, "names", facts.names);
    json.member("key", facts.key).member("signature", facts.signature);
    write_texts(json, "usages", facts.usages);
    write_texts(json, "extended_usages", facts.extended_usages);
    json.member("ca", facts.is_ca).key("path_length");
    facts.path_length ? json.value(*facts.path_length) : json.null();
    json.member("subject_key_id", facts.subject_key_id);
    json.member("authority_key_id", facts.authority_key_id);
    json.member("sha256", facts.sha256).member("pin_sha256", facts.pin);
}

} // namespace mqttx::app::cert
