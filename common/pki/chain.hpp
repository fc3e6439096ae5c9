// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/inventory.hpp"
#include "common/pki/store.hpp"

#include <cstddef>
#include <map>
#include <string>

struct x509_st;

namespace mqttx::pki {

/// The certificates from an intermediate up to the root, which is left out, in PEM. A file that
/// holds none is passed over. Throws Error(local) for one that cannot be read.
std::string chain_from(const Store& store, const x509_st* first);

/// What stands behind a certificate in its chain file, by who signed it.
class Chains {
  public:
    /// Reads the CAs of the store. Throws Error(local).
    explicit Chains(const Store& store);

    /// Whether a chain file ends in the present certificates of the CAs above what this key signed.
    [[nodiscard]] bool
    is_present(std::string_view chain_file, const std::string& issuer_key_id) const;

    /// The CAs above what this key signed; empty below a root.
    [[nodiscard]] std::string above(const std::string& issuer_key_id) const;

  private:
    std::map<std::string, std::string> chains_; ///< by the key identifier of an intermediate
};

/// Writes the chain files anew that hold a former certificate of a CA that was renewed. Gives their
/// number. Throws Error(local).
std::size_t refresh_chains(const Store& store, const Inventory& inventory);

} // namespace mqttx::pki
