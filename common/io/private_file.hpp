// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <string>

namespace mqttx::io {

/// Whether a file that turns out to be open to others is read all the same
/// (--insecure-key-permissions).
enum class PrivatePolicy { strict, lax };

/// A file whose content is secret, read straight into wiped memory: at most 1 MiB.
/// The permissions are taken from the open file: it must belong to us or root, others must not read
/// it, and neither group nor others may write it. "-" is standard input, a pipe or /dev/fd is taken
/// as it is. Throws Error(local); the hint names the chmod.
Secret read_private_file(
    const std::string& path, PrivatePolicy policy = PrivatePolicy::strict, int standard_input = 0
);

/// Refuses what is open to others by the rule above, for a file that somebody else's library opens
/// by name. Throws Error(local).
void require_private_file(const std::string& path, PrivatePolicy policy = PrivatePolicy::strict);

/// Everything a descriptor gives, as a secret: at most 1 MiB. Throws Error(local).
Secret read_secret(int descriptor, const std::string& name);

/// Removes one line feed (or CR LF) at the end: what an editor or `echo` leaves behind a password.
void drop_final_newline(Secret& secret) noexcept;

} // namespace mqttx::io
