// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/doctor/finding.hpp"
#include "common/pki/certificate.hpp"

#include <ctime>
#include <string>
#include <vector>

namespace mqttx::app::doctor {

/// Layer "tls", what the server's certificate says by itself: names, dates, key, signature, issuer.
/// `chain` as it was sent, leaf first, not empty; `peer` is the name that has to be in it. Whether
/// the chain leads to somebody trusted is not judged here.
Findings judge_certificate(
    const std::vector<pki::CertificateFacts>& chain, const std::string& peer, std::time_t now
);

/// The dates of a certificate, as check `check`; `owner` begins the sentence ("our certificate").
Finding judge_dates(
    const pki::CertificateFacts& facts,
    std::string_view check,
    std::string_view owner,
    std::string_view renewal,
    std::time_t now
);

} // namespace mqttx::app::doctor
