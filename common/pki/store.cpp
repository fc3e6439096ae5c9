// SPDX-License-Identifier: Apache-2.0
#include "common/pki/store.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

namespace mqttx::pki {

Files Store::files(Role role, std::string_view name) const {
    if (role == Role::root) {
        return {cat(folder_, "/ca.crt"), cat(folder_, "/ca.key"), {}};
    }
    const std::string stem = cat(folder_, '/', profile_of(role).name, '/', name);
    return {cat(stem, ".crt"), cat(stem, ".key"), cat(stem, ".chain.crt")};
}

std::vector<std::string> Store::folders() const {
    std::vector<std::string> all{folder_};
    for (const Role role : {Role::server, Role::client}) {
        all.push_back(cat(folder_, '/', profile_of(role).name));
    }
    return all;
}

Journal Store::journal() const {
    return Journal{cat(folder_, "/journal.jsonl")};
}

io::FileLock Store::lock() const {
    constexpr mode_t owner_only = 0700;
    for (const std::string& folder : folders()) {
        io::make_folder(folder, owner_only);
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

} // namespace mqttx::pki
