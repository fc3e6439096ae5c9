// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/payload.hpp"

#include "common/base/text.hpp"
#include "common/cli/program.hpp"

#include <algorithm>

namespace mqttx::app::doctor {

namespace {

constexpr std::string_view layer = "payload";
constexpr std::int64_t day = 86'400;
constexpr std::int64_t soon = 14 * day;

std::string key_for_a_topic(std::string_view file) {
    return cat(cli::program_name, " keygen symmetric --topic FILTER -o ", file);
}

void leave_untested(Findings& findings, const std::string& reason) {
    findings.push_back({layer, "keys", Outcome::untested, reason});
    findings.push_back({layer, "topics", Outcome::untested, reason});
}

/// Keys that no longer seal, and the one that ends first of those that do.
Finding judge_keys(const keys::Keyring& keyring, std::int64_t now) {
    std::string idle;
    std::string ending;
    int sealing = 0;
    for (const auto& key : keyring.keys()) {
        if (key.type != keys::KeyType::symmetric) {
            continue;
        }
        if (const auto fault = key.sealing_fault(now)) {
            idle += cat(idle.empty() ? "" : ", ", key.kid, ' ', *fault);
            continue;
        }
        ++sealing;
        if (key.seals_until && *key.seals_until - now < soon) {
            ending += cat(ending.empty() ? "" : ", ", key.kid);
        }
    }
    if (sealing == 0) {
        return {
            layer,
            "keys",
            Outcome::fail,
            cat("no key may seal a message", idle.empty() ? "" : ": ", idle),
            key_for_a_topic("KEYRING")};
    }
    if (!ending.empty()) {
        return {
            layer,
            "keys",
            Outcome::warn,
            cat("expires within 14 days: ", ending),
            key_for_a_topic("KEYRING")};
    }
    return {
        layer,
        "keys",
        Outcome::ok,
        cat(counted(sealing, "key"), " may seal", idle.empty() ? "" : "; not so: ", idle)};
}

Finding judge_topics(const keys::Keyring& keyring) {
    std::string filters;
    bool everything = false;
    for (const auto& key : keyring.keys()) {
        if (key.type == keys::KeyType::symmetric) {
            everything = everything || key.topics.empty();
            for (const auto& filter : key.topics) {
                filters += cat(filters.empty() ? "" : ", ", filter);
            }
        }
    }
    if (everything) {
        return {
            layer,
            "topics",
            Outcome::warn,
            "a key without topics protects every topic",
            key_for_a_topic("KEYRING")};
    }
    return {
        layer,
        "topics",
        Outcome::ok,
        cat("sealed: ",
            filters.empty() ? "nothing" : filters,
            "; everything else can be read by the broker")};
}

} // namespace

Findings judge_keyring(const keys::Keyring& keyring, std::int64_t now) {
    if (keyring.empty()) {
        Findings findings{
            {layer,
             "keyring",
             Outcome::untested,
             "there is no keyring: the broker reads every payload",
             cat(key_for_a_topic("FILE"), ", then --keyring FILE")}};
        leave_untested(findings, "there is no keyring");
        return findings;
    }
    const auto count = keyring.keys().size();
    return {
        {layer,
         "keyring",
         Outcome::ok,
         cat(counted(count, "key"), ", in files that others cannot read")},
        judge_keys(keyring, now),
        judge_topics(keyring)};
}

Findings keyring_unusable(const std::string& fault, const std::string& hint) {
    Findings findings{{layer, "keyring", Outcome::fail, fault, hint}};
    leave_untested(findings, "the keyring cannot be read");
    return findings;
}

} // namespace mqttx::app::doctor
