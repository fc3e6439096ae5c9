// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/tls/pin.hpp"
#include "common/tls/verify_fault.hpp"

#include <optional>
#include <string>

namespace mqttx::tls {

/// What was asked of the peer, and what one handshake with it said.
struct Handshake {
    std::string peer; ///< the name that is verified: DNS name or IP literal
    bool peer_is_address = false;
    bool newest_only = false;    ///< we take TLS 1.3 and nothing older
    std::string our_certificate; ///< subject, or empty: we have none
    std::string our_date_fault;  ///< "it expired on ..."; empty when ours is in force
    std::string psk_identity;    ///< empty: no pre-shared key

    bool started = false;
    bool completed = false;
    bool certificate_requested = false;
    std::optional<int> alert_sent;
    std::optional<int> alert_received;
    std::optional<VerifyFault> fault;
    std::optional<Pin> unpinned;      ///< the peer's pin, where it is none of ours
    bool certificate_for_psk = false; ///< the peer offered a certificate in place of the key
    Bytes first_bytes;                ///< of the peer's first record, up to five
    unsigned long library_error = 0;  ///< OpenSSL's code for the fault that ended the handshake

    /// Forgets the answers and keeps the question.
    void begin_attempt();

    [[nodiscard]] bool client_certificate_wanted() const noexcept {
        return certificate_requested && our_certificate.empty();
    }
};

} // namespace mqttx::tls
