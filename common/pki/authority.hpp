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

class Step;

/// How a new identity is kept.
struct Keeping {
    KeyType key_type = KeyType::p256;
    std::optional<Secret> key_password{}; ///< encrypts the new key
    bool replace = false;                 ///< existing files of the same name
    bool dry_run = false;                 ///< do all but write
};

/// An identity that was written to the store.
struct Made {
    Files files;
    CertificateFacts certificate;
    std::vector<std::string> notices;
};

/// A certificate to be made for a key that exists.
struct Signing {
    Cause cause = Cause::issue;
    Order order{};
    std::string name{};              ///< of the files
    evp_pkey_st* key = nullptr;      ///< only its public half is used
    const Secret* key_pem = nullptr; ///< written beside the certificate; null: no key file
    bool replace = false;
    bool dry_run = false;
};

/// Makes a root CA: `order.role` is Role::root. Nothing is written unless everything can be.
/// Throws Error(usage) for the order, Error(local) for files.
Made make_root(const Store& store, const Order& order, const Keeping& keeping, std::time_t now);

/// The CA that signs: the one that was asked for ("root" or the name of an intermediate), else the
/// only intermediate, else the root. Throws Error(usage) when there are several, or none of that
/// name.
Identity choose_authority(const Store& store, const std::optional<std::string>& asked);

/// A CA of the store, ready to sign.
class Authority {
  public:
    /// Reads its certificate and key, which must belong together, be private and of a CA; none
    /// given: the one choose_authority takes. Throws Error(local).
    Authority(
        const Store& store,
        const std::optional<Secret>& password,
        const std::optional<Identity>& which = {}
    );

    /// The same for the holder of the store's lock: nothing interrupted is looked for.
    struct Locked {};

    Authority(
        const Store& store,
        const std::optional<Secret>& password,
        const Identity& which,
        Locked locked
    );

    /// Makes a key and a certificate. Throws as make_root.
    Made make_leaf(const Order& order, const Keeping& keeping, std::time_t now) const;

    /// Makes a certificate for a key; a root signs itself anew when the order is for one. Throws as
    /// make_root.
    Made sign(const Signing& signing, std::time_t now) const;

    /// The same for one of many, in a step that others share; the record is for its commit. May be
    /// called by several threads at once. Throws as make_root.
    Record
    stage(Step& step, const Order& order, KeyMaker& keys, bool replace, std::time_t now) const;

    [[nodiscard]] Issuer issuer() const noexcept { return {certificate_.get(), key_.get()}; }

    [[nodiscard]] const Identity& identity() const noexcept { return identity_; }

    /// The certificates between those it signs and the root, its own first, in PEM.
    [[nodiscard]] const std::string& chain() const noexcept { return chain_; }

  private:
    const Store& store_;
    Identity identity_;
    CertificateHandle certificate_;
    KeyHandle key_;
    std::string chain_;
};

} // namespace mqttx::pki
