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
    std::string chain; ///< the certificate and the CAs between it and the root; empty for a CA
};

/// Whose files they are.
struct Identity {
    Role role = Role::root;
    std::string name{}; ///< of a root: its common name, which no file has
};

/// The folder of a test PKI: `ca.crt ca.key ca.crl journal.jsonl ca.lock`,
/// `intermediate/NAME.crt|.key|.crl`, `server/NAME.crt|.key|.chain.crt`, the same under `client/`,
/// `csr/NAME.csr`, and `crl.pem` with every list. Folders are for the owner alone (0700), keys
/// 0600, certificates 0644.
class Store {
  public:
    static constexpr int default_wait = 30;

    /// `wait`: how many seconds to wait for another process that writes here.
    explicit Store(std::string folder, int wait = default_wait)
        : folder_{std::move(folder)}, wait_{wait} {}

    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

    /// The files of an identity, whether or not they exist. `name` has passed require_name; a root
    /// has none.
    [[nodiscard]] Files files(Role role, std::string_view name = {}) const;

    [[nodiscard]] Files files(const Identity& identity) const {
        return files(identity.role, identity.name);
    }

    /// The list of revoked certificates of a CA.
    [[nodiscard]] std::string list(const Identity& authority) const;
    /// Every list, as a broker wants them.
    [[nodiscard]] std::string all_lists() const;
    /// A request of this name.
    [[nodiscard]] std::string request(std::string_view name) const;
    [[nodiscard]] std::string request_folder() const;

    /// The names of the intermediate CAs that have a certificate here, in their order.
    [[nodiscard]] std::vector<std::string> intermediates() const;

    /// Where certificates and keys lie: the folder itself and those below it.
    [[nodiscard]] std::vector<std::string> folders() const;

    /// What was done here.
    [[nodiscard]] Journal journal() const;

    /// Makes the folder and waits until no other process writes here.
    [[nodiscard]] io::FileLock lock() const;

    /// Throws Error(local) when a file of the identity exists, before anything is written.
    void require_absent(const Files& files) const;

  private:
    std::string folder_;
    int wait_;
};

} // namespace mqttx::pki
