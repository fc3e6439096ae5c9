// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct x509_store_ctx_st;

namespace mqttx::tls {

/// What is known of one certificate, for a sentence.
struct PeerCertificate {
    std::string subject;
    std::string issuer;
    std::string serial; ///< hexadecimal
    std::optional<std::string> common_name;
    std::vector<std::string> names;  ///< alternative names
    std::vector<std::string> usages; ///< extended key usages
    std::optional<std::time_t> not_before;
    std::optional<std::time_t> not_after;
};

/// Why the peer's chain was refused: the first fault the verification met.
struct VerifyFault {
    int code = 0;                ///< X509_V_ERR_...
    int depth = 0;               ///< 0: the peer's own certificate
    PeerCertificate certificate; ///< the one at fault
    std::time_t checked_at = 0;
    bool issuer_name_is_trusted = false; ///< a trusted CA has the issuer's name, but another key
    std::string revocation;              ///< "on 2026-01-31T12:00:00Z (keyCompromise)"
    std::optional<std::time_t> crl_last_update;
    std::optional<std::time_t> crl_next_update;
};

/// The fault a verification stopped at, from the context it ran in.
VerifyFault describe_fault(x509_store_ctx_st* verification);

/// The fault in one sentence with the way out, for somebody who asked for `peer`. Every cause has
/// its own sentence.
Error explain_fault(std::string_view peer, const VerifyFault& fault);

} // namespace mqttx::tls
