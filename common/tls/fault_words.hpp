// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/tls/verify_fault.hpp"

#include <string>
#include <string_view>

namespace mqttx::tls {

/// What explain_fault() says of one kind of fault.
struct Sentence {
    std::string what;
    std::string hint;
};

/// "the certificate 'CN=b' of 'host'" for the peer's own, "the CA certificate 'CN=ca' above 'host'"
/// for one above it.
std::string the_certificate(std::string_view peer, const VerifyFault& fault);

/// The command that makes a right one, where a server certificate is at fault. Nothing but what the
/// user typed may stand in it: it is meant to be typed again.
std::string reissue(std::string_view peer);

/// What to do where something is not valid yet.
std::string set_the_clock(const VerifyFault& fault);

// Of revocation and its lists.
Sentence revoked(std::string_view peer, const VerifyFault& fault);
Sentence crl_missing(std::string_view peer, const VerifyFault& fault);
Sentence crl_expired(std::string_view peer, const VerifyFault& fault);
Sentence crl_early(std::string_view peer, const VerifyFault& fault);
Sentence crl_forged(std::string_view peer, const VerifyFault& fault);
Sentence crl_unusable(std::string_view peer, const VerifyFault& fault);

} // namespace mqttx::tls
