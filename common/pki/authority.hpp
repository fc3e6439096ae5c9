// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/issue.hpp"
#include "common/pki/key.hpp"
#include "common/pki/store.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::pki {

/// How a new identity is kept.
struct Keeping {
    KeyType key_type = KeyType::p256;
    std::optional<Secret> key_password{}; ///< encrypts the new key
    bool replace = false;                 ///< existing files of the same name
};

/// An identity that was written to the store.
struct Made {
    Files files;
    CertificateFacts certificate;
    std::vector<std::string> notices;
};

/// Makes a root CA: `order.role` is Role::root. Nothing is written unless everything can be.
/// Throws Error(usage) for the order, Error(local) for files.
Made make_root(const Store& store, const Order& order, const Keeping& keeping, std::time_t now);

/// The store's root, ready to sign.
class Authority {
  public:
    /// Reads ca.crt and ca.key, which must belong together, be private and of a CA.
    /// Throws Error(local).
    Authority(const Store& store, const std::optional<Secret>& password);

    /// Makes a server's or client's key and certificate. Throws as make_root.
    Made make_leaf(const Order& order, const Keeping& keeping, std::time_t now) const;

  private:
    const Store& store_;
    CertificateHandle certificate_;
    KeyHandle key_;
};

} // namespace mqttx::pki
