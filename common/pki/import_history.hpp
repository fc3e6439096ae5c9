// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/event.hpp"
#include "common/pki/import.hpp"
#include "common/pki/key.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>

namespace mqttx::pki {

/// Something a CA signed before it was taken over.
struct Issue {
    Record record;
    std::string pem{}; ///< empty: known by the index or a list alone
    std::optional<Revocation> revocation{};
    std::size_t place = 0; ///< in the index: two of one second have an order there
};

/// What a CA did before it was taken over.
struct History {
    std::map<std::string, Issue> issues; ///< by serial number
    std::vector<const Issue*> order;     ///< as they were made; those without certificate first
    std::map<std::pair<Role, std::string>, const Issue*> newest; ///< who has the files of a name
    std::uint64_t next_number = 1;                               ///< of a list
    std::vector<std::string> notices;
};

/// Reads it from certificates, index and list. `root` is the record of the CA, `key` its key, and
/// `now` stands for dates nobody knows. Throws Error(local).
std::unique_ptr<History>
read_history(const Source& source, const Record& root, evp_pkey_st* key, std::time_t now);

} // namespace mqttx::pki
