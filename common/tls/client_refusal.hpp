// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"
#include "common/tls/handshake.hpp"

#include <optional>
#include <string>

namespace mqttx::tls {

/// An error of TLS, with the alert that told it (empty: none).
Error tls_error(std::string what, std::string hint = {}, const std::string& alert = {});

/// The broker asks for a certificate and we have none; `alert` as above.
Error certificate_wanted(const Handshake& handshake, const std::string& alert);

/// What a fatal alert from the broker says of our certificate, or of its absence; none when it is
/// about something else.
std::optional<Error> certificate_refused(const Handshake& handshake, int description);

} // namespace mqttx::tls
