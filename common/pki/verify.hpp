// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/certificate.hpp"
#include "common/tls/verify_fault.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::pki {

/// For whom a certificate shall be good.
enum class Purpose { any, server, client };

/// What a verification is told.
struct VerifyOrder {
    std::time_t at = 0;
    std::optional<std::string> host{}; ///< a DNS name or an address the certificate shall be for
    Purpose purpose = Purpose::any;
    bool strict = false; ///< X509_V_FLAG_X509_STRICT, as Python 3.13 has it by default
};

/// What it is done with.
struct Trust {
    std::vector<tls::CertificateHandle> roots;
    std::vector<tls::CertificateHandle> between;  ///< sent along, not trusted
    std::vector<tls::RevocationListHandle> lists; ///< any: every CA of the chain needs one
};

/// One reason why a certificate is refused.
struct VerifyFinding {
    std::string id;      ///< "expired", "host-differs"; stable
    int depth = 0;       ///< 0: the certificate itself, 1: its issuer, ...
    std::string subject; ///< of the certificate at fault
    std::string what;
    std::string fix;
    std::string library_words; ///< OpenSSL's
};

struct Verification {
    std::vector<VerifyFinding> findings; ///< all of them, not the first alone; none: it is good
    std::vector<std::string> chain;      ///< subjects, from the certificate up as far as it goes
};

/// Verifies a certificate by RFC 5280 section 6 and RFC 9525, and goes on behind each fault.
Verification verify(x509_st* certificate, const Trust& trust, const VerifyOrder& order);

/// A fault in one sentence, the way out, and its stable name.
VerifyFinding explain(const tls::VerifyFault& fault, const VerifyOrder& order);

} // namespace mqttx::pki
