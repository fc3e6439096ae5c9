// SPDX-License-Identifier: Apache-2.0
#include "common/pki/strangers.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

namespace mqttx::pki {

namespace {

std::set<std::string> files_in(const std::string& folder) {
    std::error_code fault;
    std::set<std::string> paths;
    for (const auto& file : std::filesystem::directory_iterator{folder, fault}) {
        paths.insert(file.path().string());
    }
    return paths;
}

bool is_leftover(const std::string& path) {
    return path.ends_with(".new");
}

Discrepancy leftover(const std::string& path) {
    return {path, "is left over from an interrupted command", repair_hint, true};
}

std::optional<Discrepancy> stranger(const std::string& path) {
    if (is_leftover(path)) {
        return leftover(path);
    }
    if (path.ends_with(".crt")) {
        return Discrepancy{
            path, "is not in the journal", "somebody put it there, or the journal is another"};
    }
    if (path.ends_with(".crl")) {
        return Discrepancy{path, "is not in the journal", "its CA did not sign it here"};
    }
    if (path.ends_with(".key")) {
        return Discrepancy{path, "belongs to no certificate in the journal", {}};
    }
    return std::nullopt;
}

} // namespace

bool has_certificates(const Store& store) {
    const auto folders = store.folders();
    return std::any_of(folders.begin(), folders.end(), [](const std::string& folder) {
        const auto paths = files_in(folder);
        return std::any_of(paths.begin(), paths.end(), [](const std::string& path) {
            return path.ends_with(".crt");
        });
    });
}

void find_strangers(
    const Store& store,
    const std::unordered_set<std::string>& expected,
    std::vector<Discrepancy>& found
) {
    for (const std::string& folder : store.folders()) {
        for (const std::string& path : files_in(folder)) {
            if (expected.contains(path)) {
                continue;
            }
            if (auto fault = stranger(path)) {
                found.push_back(std::move(*fault));
            }
        }
    }
    for (const std::string& path : files_in(store.request_folder())) {
        if (is_leftover(path)) {
            found.push_back(leftover(path));
        }
    }
}

} // namespace mqttx::pki
