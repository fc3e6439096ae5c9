// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/certificate.hpp"
#include "apps/mqttx/doctor/entry.hpp"
#include "apps/mqttx/doctor/limits.hpp"
#include "apps/mqttx/doctor/payload.hpp"
#include "apps/mqttx/doctor/permissions.hpp"
#include "apps/mqttx/doctor/report.hpp"
#include "apps/mqttx/doctor/tls.hpp"
#include "apps/mqttx/doctor/transport.hpp"
#include "common/acl/acl_file_policy.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <ostream>

using namespace mqttx;
using namespace mqttx::app::doctor;

namespace {

constexpr std::time_t now = 1'800'000'000;
constexpr std::time_t day = 86'400;

/// What a check of that name found; it must be among the findings.
const Finding& found(const Findings& findings, std::string_view check) {
    const auto at = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.check == check;
    });
    REQUIRE(at != findings.end());
    return *at;
}

std::unique_ptr<app::PolicyFile> permission_file(std::string content) {
    auto file = std::make_unique<app::PolicyFile>();
    file->name = "acl";
    file->content = std::move(content);
    file->policy = acl::policy_of(acl::read_acl_file(file->content));
    file->broker = acl::newest_broker(acl::Format::mosquitto);
    return file;
}

pki::CertificateFacts good_certificate() {
    pki::CertificateFacts facts;
    facts.subject = "CN=broker";
    facts.issuer = "CN=CA";
    facts.names = {"DNS:broker"};
    facts.extended_usages = {"serverAuth"};
    facts.key = "EC P-256";
    facts.signature = "ecdsa-with-SHA256";
    facts.not_before = now - day;
    facts.not_after = now + 100 * day;
    return facts;
}

Finding about(const pki::CertificateFacts& facts, std::string_view check) {
    return found(judge_certificate({facts}, "broker", now), check);
}

} // namespace

TEST_CASE("a good certificate has nothing to be put right") {
    for (const auto& finding : judge_certificate({good_certificate()}, "broker", now)) {
        CAPTURE(finding.check);
        CHECK(finding.outcome == Outcome::ok);
        CHECK(finding.fix.empty());
    }
}

TEST_CASE("the length of an RSA key is a number") {
    for (const auto& [key, outcome] :
         {std::pair{"RSA 512", Outcome::fail},
          std::pair{"RSA 1024", Outcome::fail},
          std::pair{"RSA 2047", Outcome::fail},
          std::pair{"RSA 2048", Outcome::ok},
          std::pair{"RSA 4096", Outcome::ok},
          std::pair{"RSA 16384", Outcome::ok},
          std::pair{"EC P-256", Outcome::ok}}) {
        CAPTURE(key);
        auto facts = good_certificate();
        facts.key = key;
        CHECK(about(facts, "key").outcome == outcome);
    }
}

TEST_CASE("names, signature, purpose and issuer have their faults, and one way out") {
    auto facts = good_certificate();
    facts.names.clear();
    facts.signature = "sha1WithRSAEncryption";
    facts.extended_usages = {"clientAuth"};
    facts.issuer = facts.subject;
    CHECK(about(facts, "names").outcome == Outcome::fail);
    CHECK(about(facts, "signature").outcome == Outcome::fail);
    CHECK(about(facts, "purpose").outcome == Outcome::fail);
    CHECK(
        about(facts, "purpose").text == "the certificate is made for clientAuth, not for servers"
    );
    CHECK(about(facts, "issuer").outcome == Outcome::warn);
    CHECK(about(facts, "names").fix == about(facts, "purpose").fix);
    facts.extended_usages.clear();
    CHECK(about(facts, "purpose").outcome == Outcome::warn);
}

TEST_CASE("dates are judged at their edges") {
    const auto outcome = [](std::time_t from, std::time_t until) {
        auto facts = good_certificate();
        facts.not_before = from;
        facts.not_after = until;
        return about(facts, "expiry").outcome;
    };
    CHECK(outcome(now + 1, now + 100 * day) == Outcome::fail);
    CHECK(outcome(now, now + 100 * day) == Outcome::ok);
    CHECK(outcome(now - day, now - 1) == Outcome::fail);
    CHECK(outcome(now - day, now) == Outcome::warn);
    CHECK(outcome(now - day, now + 30 * day - 1) == Outcome::warn);
    CHECK(outcome(now - day, now + 30 * day) == Outcome::ok);
    auto malformed = good_certificate();
    malformed.not_after.reset();
    CHECK(about(malformed, "expiry").text == "the broker's certificate has malformed dates");
}

TEST_CASE("a name is told by where it leads") {
    CHECK(judge_name("x", {{}, "no such host"}).front().outcome == Outcome::fail);
    const auto scope = [](std::vector<mqtt::Address> addresses) {
        return found(judge_name("x", {std::move(addresses), {}}), "scope").outcome;
    };
    CHECK(scope({{"127.0.0.1", true}}) == Outcome::ok);
    CHECK(scope({{"192.0.2.1", false}}) == Outcome::ok);
    CHECK(scope({{"127.0.0.1", true}, {"192.0.2.1", false}}) == Outcome::warn);
}

TEST_CASE("without TLS everybody listens, but on this machine") {
    CHECK(found(judge_plain(true, {}), "settings").outcome == Outcome::warn);
    CHECK(found(judge_plain(false, {}), "settings").outcome == Outcome::fail);
    CHECK(found(judge_plain(false, {}), "client-certificate").outcome == Outcome::untested);
}

TEST_CASE("the limits of a CONNACK are told where they limit") {
    mqtt::Connack connack;
    for (const auto& finding : judge_limits(connack, true)) {
        CHECK(finding.outcome == Outcome::ok);
    }
    connack.maximum_qos = 1;
    connack.retain_available = false;
    connack.shared_subscriptions_available = false;
    const auto findings = judge_limits(connack, true);
    CHECK(found(findings, "maximum-qos").outcome == Outcome::warn);
    CHECK(found(findings, "retain").outcome == Outcome::warn);
    CHECK(
        found(findings, "subscriptions").text == "the broker does not offer shared subscriptions"
    );
    CHECK(found(judge_limits(connack, false), "retain").outcome == Outcome::untested);
}

TEST_CASE("who is let in, and as whom") {
    Attempt let_in;
    let_in.connack.emplace();
    let_in.mqtt5 = true;
    mqtt::ConnectOptions options;
    CHECK(found(judge_entry(options, let_in), "admission").outcome == Outcome::fail);
    options.username = "alice";
    CHECK(found(judge_entry(options, let_in), "admission").outcome == Outcome::ok);
    CHECK(found(judge_entry(options, let_in), "version").outcome == Outcome::ok);
    let_in.mqtt5 = false;
    CHECK(found(judge_entry(options, let_in), "version").outcome == Outcome::warn);

    Attempt lost;
    lost.fault.emplace(ErrorKind::network, "it speaks HTTP", "another port");
    CHECK(found(judge_entry(options, lost), "speaks").fix == "another port");
    CHECK(found(judge_entry(options, lost), "admission").outcome == Outcome::untested);
}

TEST_CASE("a keyring is judged by what it may seal") {
    CHECK(found(judge_keyring({}, now), "keyring").outcome == Outcome::untested);
    CHECK(found(keyring_unusable("torn", "mend it"), "keyring").outcome == Outcome::fail);
}

TEST_CASE("a permission file is judged by what it has for us") {
    const auto file = permission_file("user alice\ntopic write plant/#\ntopic deny plant/safe\n");
    const auto rights = found(judge_permissions(*file, "alice"), "rights");
    CHECK(rights.outcome == Outcome::ok);
    CHECK(rights.text.starts_with(
        "user 'alice' may publish to plant/# but not plant/safe and receive nothing"
    ));
    CHECK(found(judge_permissions(*file, "bob"), "rights").outcome == Outcome::fail);
    CHECK(found(judge_permissions(*file, "alice"), "strangers").outcome == Outcome::ok);
}

TEST_CASE("a permission file is judged by what it has for clients without a name") {
    const auto strangers = [](std::string content) {
        return found(judge_permissions(*permission_file(std::move(content)), "alice"), "strangers")
            .outcome;
    };
    CHECK(strangers("topic #\n") == Outcome::fail);
    CHECK(strangers("topic read news/#\n") == Outcome::warn);
    CHECK(strangers("user alice\ntopic #\n") == Outcome::ok);
}

TEST_CASE("a report is one line a finding, and sentences are broken where a terminal is narrow") {
    const Finding finding{"tls", "suite", Outcome::warn, "one two three", "try four"};
    CHECK(
        text_line(finding, {}) ==
        "warn        tls suite                   one two three; fix: try four\n"
    );
    CHECK(
        text_line(finding, {.terminal = true, .columns = 24}) ==
        "warn        tls suite                   \n            one two\n            three\n"
        "            fix: try four\n"
    );
    CHECK(text_line({"a", "b", Outcome::ok, "\x1b[2J"}, {}).find('\x1b') == std::string::npos);
}
