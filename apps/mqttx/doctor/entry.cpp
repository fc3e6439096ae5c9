// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/entry.hpp"

#include "apps/mqttx/doctor/limits.hpp"
#include "common/base/text.hpp"

namespace mqttx::app::doctor {

namespace {

/// Whether the fault came with a CONNACK, so that it was an MQTT broker who refused us.
bool is_refusal(const Error& fault) {
    return fault.facts().mqtt_reason.has_value();
}

std::string who(const mqtt::ConnectOptions& options) {
    std::string text;
    if (options.username) {
        text =
            cat("user ",
                in_quotes(*options.username),
                options.password ? " with a password" : " without a password");
    }
    if (options.tls && !options.tls->cert.empty()) {
        text += cat(text.empty() ? "" : ", ", "the certificate ", options.tls->cert);
    }
    if (options.tls && options.tls->psk) {
        text += cat(text.empty() ? "" : ", ", "pre-shared key ", options.tls->psk_identity);
    }
    return text;
}

Finding judge_speech(const mqtt::ConnectOptions& options, const Attempt& seen) {
    if (seen.connack || (seen.fault && is_refusal(*seen.fault))) {
        return {
            "mqtt", "speaks", Outcome::ok, cat(mqtt::broker_name(options), " is an MQTT broker")};
    }
    const bool ours =
        seen.fault->kind() == ErrorKind::usage || seen.fault->kind() == ErrorKind::tls;
    if (ours) { // nothing was sent, or not a word came back: another layer has it
        return {"mqtt", "speaks", Outcome::untested, "the connection ended before MQTT"};
    }
    return {"mqtt", "speaks", Outcome::fail, seen.fault->what(), seen.fault->hint()};
}

Finding judge_version(const mqtt::ConnectOptions& options, const Attempt& seen) {
    if (!seen.connack) {
        return {"mqtt", "version", Outcome::untested, "we were not let in"};
    }
    if (seen.mqtt5) {
        return {"mqtt", "version", Outcome::ok, "MQTT 5: a denied publish is reported"};
    }
    const bool asked = options.protocol != mqtt::Protocol::newest;
    return {
        "mqtt",
        "version",
        Outcome::warn,
        "MQTT 3: a denied publish is not reported",
        asked ? "leave out --protocol-version"
              : "renew the broker: mosquitto speaks MQTT 5 since 1.6"};
}

Finding judge_credentials(const mqtt::ConnectOptions& options) {
    const auto text = who(options);
    if (text.empty()) {
        return {
            "authentication",
            "credentials",
            Outcome::warn,
            "we say nothing about who we are",
            "add --username NAME --password-file FILE, or --cert FILE --key FILE"};
    }
    return {"authentication", "credentials", Outcome::ok, text};
}

Finding judge_admission(const mqtt::ConnectOptions& options, const Attempt& seen) {
    constexpr std::string_view layer = "authentication";
    constexpr std::string_view check = "admission";
    if (seen.connack) {
        const bool anonymous = who(options).empty();
        return anonymous
                   ? Finding{layer, check, Outcome::fail, "the broker lets anybody in", std::string{close_the_door}}
                   : Finding{layer, check, Outcome::ok, "the broker lets us in"};
    }
    const auto& fault = *seen.fault;
    if (is_refusal(fault) || fault.kind() == ErrorKind::usage) {
        return {layer, check, Outcome::fail, fault.what(), fault.hint()};
    }
    return {layer, check, Outcome::untested, "no CONNACK came"};
}

} // namespace

Findings judge_entry(const mqtt::ConnectOptions& options, const Attempt& seen) {
    Findings findings{judge_speech(options, seen), judge_version(options, seen)};
    const auto limits = seen.connack ? judge_limits(*seen.connack, seen.mqtt5)
                                     : limits_untested("we were not let in");
    findings.insert(findings.end(), limits.begin(), limits.end());
    findings.push_back(judge_credentials(options));
    findings.push_back(judge_admission(options, seen));
    return findings;
}

Findings entry_untested(const std::string& reason) {
    Findings findings{
        {"mqtt", "speaks", Outcome::untested, reason},
        {"mqtt", "version", Outcome::untested, reason}};
    const auto limits = limits_untested(reason);
    findings.insert(findings.end(), limits.begin(), limits.end());
    findings.push_back({"authentication", "credentials", Outcome::untested, reason});
    findings.push_back({"authentication", "admission", Outcome::untested, reason});
    return findings;
}

} // namespace mqttx::app::doctor
