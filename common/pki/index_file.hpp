// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/reason.hpp"

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// A line of the index.txt that `openssl ca` and easy-rsa keep.
struct IndexRow {
    std::string serial; ///< hexadecimal, lower case
    std::time_t not_after = 0;
    std::optional<std::time_t> revoked{};
    Reason reason = Reason::unspecified;
    std::string common_name{}; ///< empty: none
};

struct IndexContent {
    std::vector<IndexRow> rows;
    std::optional<std::size_t> bad_line; ///< the first that is none, from 1
};

/// Reads an index: six fields with tabs between (ca(1)). A reason that is not kept here (a hold)
/// counts as unspecified: revoked it stays.
IndexContent parse_index(std::string_view text);

} // namespace mqttx::pki
