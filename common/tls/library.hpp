// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mqttx::tls {

/// The version of OpenSSL that is loaded, "3.0.22".
const char* library_version() noexcept;

/// Starts OpenSSL without reading its configuration file (a third of a millisecond), for a process
/// that uses no TLS while libmosquitto initialises OpenSSL all the same. Without effect once
/// OpenSSL is in use.
void skip_configuration() noexcept;

} // namespace mqttx::tls
