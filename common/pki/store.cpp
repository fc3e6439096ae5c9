// SPDX-License-Identifier: Apache-2.0
#include "common/pki/store.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

namespace mqttx::pki {

namespace {

constexpr mode_t owner_only_folder = 0700;
constexpr mode_t owner_only_file = 0600;
constexpr mode_t readable_file = 0644;

} // namespace

Files Store::files(Role role, std::string_view name) const {
    if (role == Role::root) {
        return {cat(folder_, "/ca.crt"), cat(folder_, "/ca.key"), {}};
    }
    const std::string stem = cat(folder_, '/', profile_of(role).name, '/', name);
    return {cat(stem, ".crt"), cat(stem, ".key"), cat(stem, ".chain.crt")};
}

io::FileLock Store::lock() const {
    io::make_folder(folder_, owner_only_folder);
    for (const Role role : {Role::server, Role::client}) {
        io::make_folder(cat(folder_, '/', profile_of(role).name), owner_only_folder);
    }
    return io::FileLock{cat(folder_, "/ca.lock")};
}

void Store::require_absent(const Files& files) const {
    for (const std::string& path : {files.key, files.certificate, files.chain}) {
        if (!path.empty() && io::exists(path)) {
            throw Error{
                ErrorKind::local, cat(in_quotes(path), " exists already"), "--force replaces it"};
        }
    }
}

void Store::save(
    const Files& files,
    const Secret& key_pem,
    std::string_view certificate_pem,
    std::string_view chain_pem,
    bool replace
) const {
    io::write_file(files.key, key_pem.expose(), {.mode = owner_only_file, .replace = replace});
    const io::WriteOptions readable{.mode = readable_file, .replace = replace};
    io::write_file(files.certificate, as_bytes(certificate_pem), readable);
    if (!files.chain.empty()) {
        io::write_file(files.chain, as_bytes(chain_pem), readable);
    }
}

} // namespace mqttx::pki
