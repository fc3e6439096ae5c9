// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/policy_file.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/source.hpp"
#include "common/acl/layout.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

std::string_view operation_words(const acl::Rule& rule) {
    if (rule.operations.has(acl::Operation::publish)) {
        return "publishClientSend";
    }
    if (rule.operations.has(acl::Operation::receive)) {
        return "publishClientReceive";
    }
    return rule.literal ? "subscribeLiteral" : "subscribePattern";
}

/// "rule telemetry: allow publish a/b at QoS 0, not retained".
std::string native_words(const acl::Policy& policy, const acl::Rule& rule) {
    const auto id = policy.sections[rule.section].name;
    const bool publish = rule.operations.has(acl::Operation::publish);
    const bool subscribe = rule.operations.has(acl::Operation::subscribe);
    std::string words =
        cat(policy.format == acl::Format::hivemq ? "role " : "rule",
            id.empty() || policy.format == acl::Format::hivemq ? "" : " ",
            id,
            rule.effect == acl::Effect::allow ? ": allow " : ": deny ",
            publish && subscribe ? "both"
            : publish            ? "publish"
                                 : "subscribe",
            ' ',
            rule.filter);
    if (rule.qos != 0b111) {
        words += qos_words(rule.qos);
    }
    words += rule.retain == acl::RetainRule::only    ? ", retained"
             : rule.retain == acl::RetainRule::never ? ", not retained"
                                                     : "";
    return words;
}

/// The rule as it is written, but one of several topics by itself.
std::string emqx_words(const acl::Policy& policy, const acl::Rule& rule) {
    const auto whole = policy.sections[rule.section].span.in(policy.text);
    const auto list = whole.rfind('[');
    const auto topic = rule.span.in(policy.text);
    std::string words;
    for (const char byte : list == std::string_view::npos ? whole : whole.substr(0, list)) {
        const bool space = byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
        if (!space) {
            words += byte;
        } else if (!words.ends_with(' ')) {
            words += ' ';
        }
    }
    return list == std::string_view::npos ? words : cat(words, '[', topic, "]}");
}

} // namespace

acl::Position PolicyFile::position(acl::Span span) const {
    if (!index_) {
        index_.emplace(content);
    }
    return index_->position(span.begin);
}

std::string PolicyFile::place(acl::Span span) const {
    const auto at = position(span);
    return cat(io::escape_for_terminal(name), ':', at.line, ':', at.column);
}

std::string PolicyFile::words(const acl::Rule& rule) const {
    if (policy.format == acl::Format::native || policy.format == acl::Format::hivemq) {
        return io::escape_for_terminal(native_words(policy, rule));
    }
    if (policy.format == acl::Format::mosquitto) {
        return io::escape_for_terminal(rule.span.in(content));
    }
    if (policy.format == acl::Format::emqx) {
        return io::escape_for_terminal(emqx_words(policy, rule));
    }
    return io::escape_for_terminal(
        cat("role ",
            policy.sections[rule.section].name,
            ": ",
            rule.effect == acl::Effect::allow ? "allow " : "deny ",
            operation_words(rule),
            ' ',
            rule.filter)
    );
}

std::unique_ptr<PolicyFile>
load_policy(const std::string& path, const PolicyOptions& options, int standard_input) {
    auto file = std::make_unique<PolicyFile>();
    file->name = path == "-" ? "<stdin>" : path;
    file->content = read_permissions(path, standard_input);
    const auto format = options.from.value_or(acl::detect_format(file->content));
    file->broker = options.as.value_or(acl::newest_broker(format));
    if (!acl::reads(file->broker, format)) {
        throw Error{
            ErrorKind::usage,
            cat(acl::broker_name(file->broker), " does not read ", in_quotes(file->name)),
            format == acl::Format::native ? "--as strict, emqx and hivemq do"
                                          : cat("--as ",
                                                acl::broker_name(acl::newest_broker(format)),
                                                " does, and --as strict")};
    }
    file->policy = read_policy(file->name, file->content, format);
    return file;
}

void broker_option(
    cli::Declaration& declare,
    std::string_view names,
    std::optional<acl::Broker>& target,
    std::string description
) {
    declare.choice(
        names,
        target,
        {{"mosquitto-2.0", acl::Broker::mosquitto_2_0},
         {"mosquitto-2.1", acl::Broker::mosquitto_2_1},
         {"dynsec-2.0", acl::Broker::dynsec_2_0},
         {"dynsec-2.1", acl::Broker::dynsec_2_1},
         {"emqx", acl::Broker::emqx},
         {"hivemq", acl::Broker::hivemq},
         {"strict", acl::Broker::strict}},
        "BROKER",
        std::move(description)
    );
}

void policy_options(cli::Declaration& declare, PolicyOptions& options) {
    broker_option(
        declare,
        "--as",
        options.as,
        "answer as this broker does: mosquitto-2.0, mosquitto-2.1, dynsec-2.0, dynsec-2.1, emqx, "
        "hivemq or strict (the newest that reads the file)"
    );
    format_option(declare, options.from);
}

} // namespace mqttx::app
