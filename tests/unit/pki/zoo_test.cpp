// SPDX-License-Identifier: Apache-2.0
#include "common/pki/certificate.hpp"
#include "common/pki/lint.hpp"
#include "common/pki/verify.hpp"
#include "common/pki/zoo.hpp"
#include "common/tls/pem.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace mqttx::pki {

namespace {

const std::time_t now = std::time(nullptr);

template <typename Handles> void append(Handles& all, Handles more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// What `cert verify` says first: the file's own order, then the findings.
std::vector<std::string> verdicts_of(const Zoo& zoo, const Specimen& specimen) {
    auto file = read_certificates(as_bytes(specimen.certificate), specimen.name);
    Trust trust;
    trust.roots = read_certificates(as_bytes(zoo.ca), "ca");
    if (specimen.with_list) {
        trust.lists = tls::read_revocation_lists(as_bytes(zoo.list), "list");
    }
    const tls::CertificateHandle first = std::move(file.front());
    file.erase(file.begin());
    append(trust.between, std::move(file));
    VerifyOrder order;
    order.at = now;
    order.purpose = specimen.role == Role::server ? Purpose::server : Purpose::client;
    if (!specimen.host.empty()) {
        order.host = specimen.host;
    }
    std::vector<std::string> ids;
    for (const VerifyFinding& finding : verify(first.get(), trust, order).findings) {
        ids.push_back(finding.id);
    }
    return ids;
}

} // namespace

TEST_CASE("verify and lint say of every specimen what is to be said") {
    const Zoo zoo = make_zoo(now);
    CHECK(zoo.specimens.size() >= 25);
    std::set<std::string> names;
    for (const Specimen& specimen : zoo.specimens) {
        CAPTURE(specimen.name);
        CHECK(names.insert(specimen.name).second);
        const auto verdicts = verdicts_of(zoo, specimen);
        if (specimen.verdict == "good") {
            CHECK(verdicts == std::vector<std::string>{});
        } else if (specimen.verdict != "order") { // told from the file, not from the chain
            CHECK(std::find(verdicts.begin(), verdicts.end(), specimen.verdict) != verdicts.end());
        }
        LintInput input;
        input.certificates = read_certificates(as_bytes(specimen.certificate), specimen.name);
        input.now = now;
        std::set<std::string> broken;
        for (const LintFinding& finding : lint(input)) {
            broken.insert(std::string{finding.rule->id});
        }
        for (const std::string& rule : specimen.rules) {
            CAPTURE(rule);
            CHECK(broken.contains(rule));
        }
        if (specimen.fault == "none") {
            CHECK(broken.empty());
        }
    }
}

} // namespace mqttx::pki
