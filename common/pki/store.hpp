// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"
#include "common/pki/journal.hpp"
#include "common/pki/profile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// Where the parts of one identity are.
struct Files {
    std::string certificate;
    std::string key;
    std::string chain; ///< the certificate and the CAs between it and the root; empty for a root
};

/// The folder of a test PKI: `ca.crt ca.key journal.jsonl ca.lock`,
/// `server/NAME.crt|.key|.chain.crt`, the same under `client/`. Folders are for the owner alone
/// (0700), keys 0600, certificates 0644.
class Store {
  public:
    explicit Store(std::string folder) : folder_{std::move(folder)} {}

    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

    /// The files of an identity, whether or not they exist. `name` has passed require_name; a root
    /// has none.
    [[nodiscard]] Files files(Role role, std::string_view name = {}) const;

    /// Where certificates and keys lie: the folder itself and those below it.
    [[nodiscard]] std::vector<std::string> folders() const;

    /// What was done here.
    [[nodiscard]] Journal journal() const;

    /// Makes the folders and waits until no other process writes here.
    [[nodiscard]] io::FileLock lock() const;

    /// Throws Error(local) when a file of the identity exists, before anything is written.
    void require_absent(const Files& files) const;

  private:
    std::string folder_;
};

} // namespace mqttx::pki
