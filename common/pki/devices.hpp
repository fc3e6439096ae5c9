// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/key.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::pki {

/// One row of a list of devices; its texts are not checked.
struct Device {
    std::size_t row =
        0; ///< line of the CSV file where it begins, or place in the JSON array; from 1
    std::string name{};
    std::vector<std::string> names{};
    std::optional<int> days{};
    std::optional<KeyType> key_type{};
    std::string fault{}; ///< why it is none; empty: it is one
};

/// Reads a list of devices: CSV (RFC 4180) with the header name,san,days,key-type, of which all but
/// the first may be missing, several SANs in one field with blanks between; or a JSON array of
/// objects with these members, `san` an array. A row that is not right has a fault, and so has the
/// second of one name. Throws Error(local) when nothing can be made of the whole: `source` is its
/// name.
std::vector<Device> read_devices(std::string_view text, const std::string& source);

/// The key type of this name ("p256"), or none.
std::optional<KeyType> key_type_named(std::string_view name) noexcept;

} // namespace mqttx::pki
