// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/tls/client_context.hpp"
#include "common/tls/handles.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::tls {

/// Versions a server may be asked for; those below 1.2 only to find out whether it still takes
/// them.
enum class AnyVersion { tls10, tls11, tls12, tls13 };

/// What one handshake with a server showed.
struct Inspection {
    bool completed = false;
    bool timed_out = false;
    std::string version;                  ///< "TLSv1.3"
    std::string cipher;                   ///< "TLS_AES_256_GCM_SHA384"
    std::vector<CertificateHandle> chain; ///< as the server sent it, leaf first; also after a fault
    bool certificate_requested = false;
    std::optional<Error> fault; ///< why it failed, where TLS can tell
};

/// Makes one handshake over a connected socket that does not block, and says good-bye: no byte of
/// an application is sent. `only` is the single version offered. Throws as ClientContext's
/// constructor.
Inspection inspect(
    int socket,
    const ClientOptions& options,
    const std::string& peer_host,
    std::optional<AnyVersion> only,
    std::chrono::steady_clock::time_point deadline
);

} // namespace mqttx::tls
