// SPDX-License-Identifier: Apache-2.0
#include "common/tls/fault_words.hpp"

#include "common/base/text.hpp"
#include "common/tls/words.hpp"

namespace mqttx::tls {

std::string the_certificate(std::string_view peer, const VerifyFault& fault) {
    const std::string subject = in_quotes(fault.certificate.subject);
    const std::string host = in_quotes(peer);
    return fault.depth == 0 ? cat("the certificate ", subject, " of ", host)
                            : cat("the CA certificate ", subject, " above ", host);
}

std::string reissue(std::string_view peer) {
    return cat("'mqttx cert server ", peer, " --force'");
}

std::string set_the_clock(const VerifyFault& fault) {
    return cat(
        "the clock of this machine says ",
        time_text(fault.checked_at),
        ": set it ('timedatectl'), or wait"
    );
}

} // namespace mqttx::tls
