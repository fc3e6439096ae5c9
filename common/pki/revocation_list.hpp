// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/pki/event.hpp"
#include "common/pki/issue.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mqttx::pki {

/// How long a list counts unless told otherwise.
inline constexpr int list_days = 30;

/// What a list of revoked certificates shall say.
struct ListOrder {
    std::vector<Revocation> revoked;
    std::uint64_t number = 1;
    int days = list_days; ///< until nextUpdate
};

/// What a list says. Its texts come from whoever made it.
struct ListFacts {
    std::string issuer; ///< RFC 4514
    int version = 2;
    std::optional<std::string> number; ///< decimal
    std::string authority_key_id;      ///< hexadecimal, empty: none
    std::optional<std::time_t> this_update;
    std::optional<std::time_t> next_update;
    std::string signature;

    struct Entry {
        std::string serial; ///< hexadecimal
        std::optional<std::time_t> time;
        std::string reason; ///< "keyCompromise", empty: none
    };

    std::vector<Entry> revoked;
};

/// A list in PEM, signed by the CA: X.509 CRL v2 with number, authority key identifier, five
/// minutes backdated and with nextUpdate (RFC 5280 section 5); its revokedCertificates are absent
/// when there are none.
std::string revocation_list_pem(const ListOrder& order, const Issuer& issuer, std::time_t now);

ListFacts facts_of(const X509_crl_st* list);

} // namespace mqttx::pki
