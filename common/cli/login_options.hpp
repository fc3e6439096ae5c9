// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/cli/connection_options.hpp"

#include <optional>

namespace mqttx::cli {

class Declaration;
struct Context;

/// Declares the user name, where the password comes from, and what is sent in its place.
void login_options(Declaration& options, ConnectionOptions& connection);

/// Throws Error(usage) for a password from more than one place.
[[noreturn]] void refuse_two_passwords();

/// The password to send, transformed where that is wanted: then it may go without TLS, and a
/// warning says what that is worth. Reads files, the environment or the terminal; warns of a
/// password in an argument. Throws Error(usage) where a transform lacks its realm, user name or
/// password, Error(local).
std::optional<Secret> take_password(ConnectionOptions& connection, Context& context, bool tls);

} // namespace mqttx::cli
