// SPDX-License-Identifier: Apache-2.0
#include "common/keys/key_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/io/new_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace mqttx::keys {

namespace {

/// What mktemp leaves.
bool is_empty(const std::string& path) {
    std::error_code fault;
    return std::filesystem::file_size(path, fault) == 0 && !fault;
}

} // namespace

JwkSet read_key_file(
    const std::string& path, io::PrivatePolicy policy, int standard_input, const KeyParser& parse
) {
    const Secret text = io::read_private_file(path, io::PrivatePolicy::lax, standard_input);
    JwkSet set = parse(text.expose(), path == "-" ? "standard input" : path);
    // A pipe has no permissions worth checking, and opening it a second time would wait for ever.
    std::error_code ignored;
    if (path != "-" && set.holds_secrets() && std::filesystem::is_regular_file(path, ignored)) {
        io::require_private_file(path, policy);
    }
    return set;
}

Keyring
load_keyring(const std::vector<std::string>& paths, io::PrivatePolicy policy, int standard_input) {
    Keyring keyring;
    for (const auto& path : paths) {
        keyring.add(read_key_file(path, policy, standard_input).keys, path);
    }
    return keyring;
}

mode_t mode_for(const JwkSet& set) noexcept {
    return set.holds_secrets() ? 0600 : 0644;
}

void update_key_file(
    const std::string& path,
    const std::function<void(JwkSet&)>& change,
    io::PrivatePolicy policy,
    MissingFile missing
) {
    const io::FileLock lock{io::folder_of(path)};
    const bool is_there = io::exists(path);
    const bool is_read = is_there ? !is_empty(path) : missing == MissingFile::is_fault;
    JwkSet set = is_read ? read_key_file(path, policy) : JwkSet{};
    change(set);
    io::write_file(path, write_jwk_set(set).expose(), {.mode = mode_for(set), .replace = is_there});
}

} // namespace mqttx::keys
