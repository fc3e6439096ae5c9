// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::cli {

/// What a profile says about one option.
struct ProfileEntry {
    std::string option;              ///< its long name without dashes
    std::vector<std::string> values; ///< as they would stand on the command line; "true" of a flag
    std::size_t line = 0;
    std::size_t column = 0;
};

/// The entries of one `[profile.NAME]`, in the order of their names.
using Profile = std::vector<ProfileEntry>;

/// Reads the text of a configuration file: TOML 1.0 with the tables `[profile.NAME]` and nothing
/// else. A value is a text, a number, true or false, or an array of these (of arrays, where an
/// option takes two words). `name` is the file's in messages. Throws Error(local) with
/// name:line:column.
std::map<std::string, Profile, std::less<>>
parse_profiles(std::string_view text, const std::string& name);

/// The same from a file. Throws Error(local) also for one that cannot be read, that others can
/// write or that belongs to somebody else.
std::map<std::string, Profile, std::less<>> load_profiles(const std::string& path);

/// The version of toml++, "3.3.0".
std::string toml_version();

} // namespace mqttx::cli
