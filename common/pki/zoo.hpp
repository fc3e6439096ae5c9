// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/pki/profile.hpp"

#include <ctime>
#include <string>
#include <vector>

namespace mqttx::pki {

/// A certificate that is wrong on purpose, and what is to be said of it.
struct Specimen {
    std::string name;  ///< of its files
    std::string fault; ///< in words
    Role role = Role::server;
    std::string host{};     ///< a server is asked for by it
    bool with_list = false; ///< the fault shows with the list alone
    /// Of `cert verify`: "good", or the first finding that counts ("expired").
    std::string verdict = "good";
    std::vector<std::string> rules{}; ///< of `cert lint`, among others
    std::string certificate{}; ///< PEM, with the CAs behind it where they belong to the fault
    Secret key{};
};

/// A CA, its list, and everything that can be wrong with what it signs.
struct Zoo {
    std::string ca;
    std::string list;
    std::vector<Specimen> specimens;
};

/// Makes the whole of it anew: no two are alike.
Zoo make_zoo(std::time_t now);

} // namespace mqttx::pki
