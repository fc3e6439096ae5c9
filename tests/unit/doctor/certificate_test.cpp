// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/certificate.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace mqttx;
using namespace mqttx::app::doctor;

namespace {

Finding judged(const pki::CertificateFacts& leaf, std::string_view check) {
    const auto findings = judge_certificate({leaf}, "broker.example", 0);
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.check == check;
    });
    REQUIRE(found != findings.end());
    return *found;
}

} // namespace

TEST_CASE("the length of an RSA key is compared as a number") {
    pki::CertificateFacts leaf;
    for (const auto* const weak : {"RSA 512", "RSA 768", "RSA 1024", "RSA 2047"}) {
        CAPTURE(weak);
        leaf.key = weak;
        CHECK(judged(leaf, "key").outcome == Outcome::fail);
    }
    for (const auto* const strong : {"RSA 2048", "RSA 3072", "RSA 16384", "P-256", "Ed25519"}) {
        CAPTURE(strong);
        leaf.key = strong;
        CHECK(judged(leaf, "key").outcome == Outcome::ok);
    }
}

TEST_CASE("what is wrong with a broker's certificate is mended by one command") {
    const pki::CertificateFacts bare;
    for (const auto* const check : {"names", "purpose", "expiry"}) {
        CAPTURE(check);
        const auto finding = judged(bare, check);
        CHECK(finding.outcome != Outcome::ok);
        CHECK(finding.fix.ends_with(" cert server broker.example --force"));
    }
}
