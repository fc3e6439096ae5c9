// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/connection_options.hpp"

namespace mqttx::cli {

/// Declares the TLS part of the connection options.
void tls_options(Declaration& options, ConnectionOptions& connection);

/// The TLS settings to connect with, once it is clear that TLS is wanted: the passphrase read, the
/// system's folder of certificates found, warnings given. Throws Error.
tls::ClientOptions take_tls(ConnectionOptions& connection, Context& context);

} // namespace mqttx::cli
