// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/decision.hpp"

#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/io/terminal.hpp"
#include "common/pki/certificate.hpp"

namespace mqttx::app {

std::optional<std::string> common_name_of(const std::string& path) {
    constexpr std::size_t largest_certificate = std::size_t{1} << 20U;
    const auto bytes = io::read_file(path, largest_certificate);
    auto name = pki::facts_of(pki::read_certificates(bytes, path).front().get()).common_name;
    return name && !name->empty() ? std::move(name) : std::nullopt;
}

acl::CertificateNames certificate_names(const std::string& path) {
    constexpr std::size_t largest_certificate = std::size_t{1} << 20U;
    const auto bytes = io::read_file(path, largest_certificate);
    auto facts = pki::facts_of(pki::read_certificates(bytes, path).front().get());
    return {std::move(facts.common_name), std::move(facts.names), std::move(facts.issuer_sha256)};
}

std::string client_words(const acl::Client& client) {
    const auto name = client.name();
    std::string words;
    const auto add = [&](std::string_view noun, std::string_view text) {
        words += cat(words.empty() ? "" : " with ", noun, ' ', in_quotes(text));
    };
    if (name) {
        add("user", *name);
    }
    if (client.certificate) {
        add("certificate", client.certificate->common_name.value_or("(no CN)"));
    }
    if (words.empty()) {
        words = "anonymous";
    }
    if (client.id) {
        add("client id", *client.id);
    }
    return io::escape_for_terminal(words);
}

std::string qos_words(std::uint8_t qos) {
    std::string words;
    for (int level = 0; level <= 2; ++level) {
        if (((static_cast<unsigned>(qos) >> level) & 1U) != 0) {
            words += cat(words.empty() ? " at QoS " : " or ", level);
        }
    }
    return words;
}

std::string_view operation_word(acl::Operation operation) noexcept {
    switch (operation) {
    case acl::Operation::publish:
        return "publish";
    case acl::Operation::receive:
        return "receive";
    default:
        return "subscribe";
    }
}

std::string
reasons(const PolicyFile& file, const acl::Decision& decision, std::string_view margin) {
    std::string text;
    if (decision.rule != nullptr) {
        text += cat(margin, file.place(decision.rule->span), ": ", file.words(*decision.rule));
        text += '\n';
    }
    const auto line = [&](std::string_view title, std::string_view words) {
        text += cat(margin, "  ", title, ": ", words, '\n');
    };
    line("why", io::escape_for_terminal(decision.why));
    for (const auto* rule : decision.beaten) {
        line("beaten", cat(file.place(rule->span), ": ", file.words(*rule)));
    }
    if (decision.answer == acl::Answer::partly) {
        line("arrives", io::escape_for_terminal(*decision.arrives));
        line("never arrives", io::escape_for_terminal(*decision.lost));
    }
    if (decision.leaked) {
        line("arrives too", io::escape_for_terminal(*decision.leaked));
    }
    for (const auto& note : decision.notes) {
        line("note", io::escape_for_terminal(note));
    }
    return text;
}

void put_rule(io::JsonWriter& json, const PolicyFile& file, const acl::Rule& rule) {
    const auto at = file.position(rule.span);
    json.begin_object().member("file", std::string_view{file.name});
    json.member("line", at.line).member("column", at.column);
    json.member("rule", std::string_view{file.words(rule)}).end_object();
}

void put_reasons(io::JsonWriter& json, const PolicyFile& file, const acl::Decision& decision) {
    json.member("why", std::string_view{decision.why});
    if (decision.rule != nullptr) {
        put_rule(json.key("decides"), file, *decision.rule);
    }
    json.key("beaten").begin_array();
    for (const auto* rule : decision.beaten) {
        put_rule(json, file, *rule);
    }
    json.end_array();
    if (decision.answer == acl::Answer::partly) {
        json.member("arrives", std::string_view{*decision.arrives});
        json.member("never_arrives", std::string_view{*decision.lost});
    }
    if (decision.leaked) {
        json.member("leaked", std::string_view{*decision.leaked});
    }
    json.key("notes").begin_array();
    for (const auto& note : decision.notes) {
        json.value(std::string_view{note});
    }
    json.end_array();
}

} // namespace mqttx::app
