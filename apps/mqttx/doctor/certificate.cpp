// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/certificate.hpp"

#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"

#include <array>

namespace mqttx::app::doctor {

namespace {

constexpr std::time_t day = 86'400;
constexpr std::time_t soon = 30 * day;

std::string date_text(std::time_t time) {
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

std::string list_of(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text += cat(text.empty() ? "" : ", ", word);
    }
    return text;
}

Finding judge_names(const pki::CertificateFacts& leaf, const std::string& renewal) {
    if (leaf.names.empty()) {
        return {
            "tls",
            "names",
            Outcome::fail,
            "the certificate has no subject alternative name: no client of today accepts it",
            renewal};
    }
    return {"tls", "names", Outcome::ok, cat("the certificate is for ", list_of(leaf.names))};
}

/// RSA below 2048 bits is below what any policy still allows (NIST SP 800-131A).
Finding judge_key(const pki::CertificateFacts& leaf, const std::string& renewal) {
    constexpr std::string_view rsa = "RSA ";
    constexpr std::int64_t least_bits = 2048;
    const bool weak = leaf.key.starts_with(rsa) &&
                      cli::parse_integer(leaf.key.substr(rsa.size())).value_or(0) < least_bits;
    if (weak) {
        return {
            "tls",
            "key",
            Outcome::fail,
            cat("the broker's key is ", leaf.key, ": too short"),
            renewal};
    }
    return {"tls", "key", Outcome::ok, cat("the broker's key is ", leaf.key)};
}

Finding judge_signature(const pki::CertificateFacts& leaf, const std::string& renewal) {
    const bool broken = leaf.signature.find("SHA1") != std::string::npos ||
                        leaf.signature.find("sha1") != std::string::npos ||
                        leaf.signature.find("MD5") != std::string::npos ||
                        leaf.signature.find("md5") != std::string::npos;
    if (broken) {
        return {
            "tls",
            "signature",
            Outcome::fail,
            cat("the certificate is signed with ", leaf.signature, ", which can be forged"),
            renewal};
    }
    return {"tls", "signature", Outcome::ok, cat("signed with ", leaf.signature)};
}

Finding judge_purpose(const pki::CertificateFacts& leaf, const std::string& renewal) {
    const auto& usages = leaf.extended_usages;
    for (const auto& usage : usages) {
        if (usage == "serverAuth") {
            return {"tls", "purpose", Outcome::ok, "the certificate is made for servers"};
        }
    }
    if (usages.empty()) {
        return {
            "tls",
            "purpose",
            Outcome::warn,
            "the certificate does not say what it is for: a client could pass it as its own",
            renewal};
    }
    return {
        "tls",
        "purpose",
        Outcome::fail,
        cat("the certificate is made for ", list_of(usages), ", not for servers"),
        renewal};
}

Finding judge_issuer(const std::vector<pki::CertificateFacts>& chain) {
    const auto& leaf = chain.front();
    const auto sent = counted(chain.size(), "certificate");
    if (leaf.issuer == leaf.subject) {
        return {
            "tls",
            "issuer",
            Outcome::warn,
            cat("the certificate ", leaf.subject, " is signed by itself"),
            "have a CA sign it: mqttx cert ca, then mqttx cert server NAME"};
    }
    return {"tls", "issuer", Outcome::ok, cat("issued by ", leaf.issuer, " (", sent, " sent)")};
}

} // namespace

Finding judge_dates(
    const pki::CertificateFacts& facts,
    std::string_view check,
    std::string_view owner,
    std::string_view renewal,
    std::time_t now
) {
    if (!facts.not_before || !facts.not_after) {
        return {
            "tls", check, Outcome::fail, cat(owner, " has malformed dates"), std::string{renewal}};
    }
    if (now < *facts.not_before) {
        return {
            "tls",
            check,
            Outcome::fail,
            cat(owner, " is not valid before ", date_text(*facts.not_before)),
            "set the clocks of both machines: 'timedatectl'"};
    }
    if (now > *facts.not_after) {
        return {
            "tls",
            check,
            Outcome::fail,
            cat(owner, " expired at ", date_text(*facts.not_after)),
            std::string{renewal}};
    }
    const auto days = (*facts.not_after - now) / day;
    const auto until =
        cat(owner,
            " is valid until ",
            date_text(*facts.not_after),
            " (",
            counted(static_cast<long long>(days), "day"),
            ')');
    if (*facts.not_after - now < soon) {
        return {"tls", check, Outcome::warn, until, std::string{renewal}};
    }
    return {"tls", check, Outcome::ok, until};
}

Findings judge_certificate(
    const std::vector<pki::CertificateFacts>& chain, const std::string& peer, std::time_t now
) {
    const auto& leaf = chain.front();
    const auto renewal =
        cat("on the broker's side: ", cli::program_name, " cert server ", peer, " --force");
    return {
        judge_names(leaf, renewal),
        judge_dates(leaf, "expiry", "the broker's certificate", renewal, now),
        judge_key(leaf, renewal),
        judge_signature(leaf, renewal),
        judge_purpose(leaf, renewal),
        judge_issuer(chain)};
}

} // namespace mqttx::app::doctor
