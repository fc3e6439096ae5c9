// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/pki/store.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::pki {

/// Where another program keeps a CA.
struct Source {
    std::string certificate;
    std::string key;
    std::optional<std::string> index{};       ///< an index.txt: its whole history
    std::optional<std::string> list{};        ///< its last revocation list
    std::optional<std::string> list_number{}; ///< a file with the number of the next list
    std::vector<std::string> certificates{};  ///< folders of what it issued
    std::optional<std::string> keys{};        ///< a folder of NAME.key
};

/// The layouts of easy-rsa 3 (the folder with ca.crt, or the one above it) and of `openssl ca`
/// (demoCA). Throws Error(local) when the folder has no CA.
Source easy_rsa_source(const std::string& folder);
Source openssl_ca_source(const std::string& folder);

struct Imported {
    std::string authority; ///< its subject
    std::size_t certificates = 0;
    std::size_t keys = 0;
    std::size_t revoked = 0;
    std::optional<std::uint64_t> list_number{}; ///< of the list that was signed; none: the history
                                                ///< is not known, and a list would un-revoke
    std::vector<std::string> notices{};
};

/// Takes a CA over into an empty store with its history: what it issued, with the keys that are
/// there, what it revoked, and its next list. The source stays as it is; a dry run writes nothing.
/// Throws Error(local).
Imported import_authority(
    const Store& store,
    const Source& source,
    const std::optional<Secret>& password,
    std::time_t now,
    bool dry_run = false
);

} // namespace mqttx::pki
