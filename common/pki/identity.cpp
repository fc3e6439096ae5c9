// SPDX-License-Identifier: Apache-2.0
#include "common/pki/identity.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::pki {

namespace {

constexpr std::array all_roles{Role::root, Role::intermediate, Role::server, Role::client};

bool has(const Inventory& inventory, const Identity& identity) {
    return std::any_of(
        inventory.certificates.begin(),
        inventory.certificates.end(),
        [&](const Entry& entry) {
            return !entry.is_superseded && entry.record.role == identity.role &&
                   entry.record.name == identity.name;
        }
    );
}

std::string path_of(const Identity& identity) {
    return cat(profile_of(identity.role).name, '/', identity.name);
}

} // namespace

Inventory read_inventory(const Store& store) {
    const Journal journal = store.journal();
    if (!io::exists(journal.path())) {
        throw Error{
            ErrorKind::local,
            cat("there is no PKI: ", in_quotes(journal.path()), " does not exist"),
            "make one with 'mqttx cert ca', or name its folder with --dir"};
    }
    return inventory_of(journal.read_whole());
}

Identity identity_named(const Inventory& inventory, std::string_view text) {
    std::vector<Identity> found;
    for (const Role role : all_roles) {
        const std::string_view folder = profile_of(role).name;
        if (text.starts_with(cat(folder, '/'))) {
            found.push_back({role, std::string{text.substr(folder.size() + 1)}});
        }
        found.push_back({role, std::string{text}});
    }
    std::erase_if(found, [&](const Identity& each) { return !has(inventory, each); });
    const auto authorities = authorities_of(inventory);
    if (found.empty() && text == profile_of(Role::root).name && !authorities.empty()) {
        return {Role::root, authorities.front()->record.name};
    }
    if (found.empty()) {
        throw Error{
            ErrorKind::local,
            cat("nobody here is called ", in_quotes(text)),
            "'mqttx cert list' shows who is"};
    }
    if (found.size() > 1) {
        throw Error{
            ErrorKind::usage,
            cat(in_quotes(text),
                " is the name of several: ",
                path_of(found[0]),
                " and ",
                path_of(found[1])),
            cat("write it as ", in_quotes(path_of(found[1])))};
    }
    return std::move(found.front());
}

const Entry& newest_of(const Inventory& inventory, const Identity& identity) {
    for (const Entry& entry : inventory.certificates) {
        if (!entry.is_superseded && entry.record.role == identity.role &&
            entry.record.name == identity.name) {
            return entry;
        }
    }
    throw Error{
        ErrorKind::local, cat("nothing was issued to ", in_quotes(path_of(identity)), " here")};
}

} // namespace mqttx::pki
