// SPDX-License-Identifier: Apache-2.0
#include "common/pki/store.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace mqttx::pki {

Files Store::files(Role role, std::string_view name) const {
    if (role == Role::root) {
        return {cat(folder_, "/ca.crt"), cat(folder_, "/ca.key"), {}};
    }
    const std::string stem = cat(folder_, '/', profile_of(role).name, '/', name);
    std::string chain = profile_of(role).is_ca ? std::string{} : cat(stem, ".chain.crt");
    return {cat(stem, ".crt"), cat(stem, ".key"), std::move(chain)};
}

std::string Store::list(const Identity& authority) const {
    std::string path = files(authority).certificate;
    path.replace(path.size() - 3, 3, "crl");
    return path;
}

std::string Store::all_lists() const {
    return cat(folder_, "/crl.pem");
}

std::string Store::request(std::string_view name) const {
    return cat(request_folder(), '/', name, ".csr");
}

std::string Store::request_folder() const {
    return cat(folder_, "/csr");
}

std::vector<std::string> Store::intermediates() const {
    constexpr std::string_view ending = ".crt";
    std::vector<std::string> names;
    std::error_code fault;
    const std::string folder = cat(folder_, '/', profile_of(Role::intermediate).name);
    for (const auto& file : std::filesystem::directory_iterator{folder, fault}) {
        std::string name = file.path().filename().string();
        if (name.ends_with(ending)) {
            name.resize(name.size() - ending.size());
            names.push_back(std::move(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> Store::folders() const {
    std::vector<std::string> all{folder_};
    for (const Role role : {Role::intermediate, Role::server, Role::client}) {
        all.push_back(cat(folder_, '/', profile_of(role).name));
    }
    return all;
}

Journal Store::journal() const {
    return Journal{cat(folder_, "/journal.jsonl")};
}

io::FileLock Store::lock() const {
    constexpr mode_t owner_only = 0700;
    io::make_folder(folder_, owner_only);
    return io::FileLock{cat(folder_, "/ca.lock"), wait_};
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
