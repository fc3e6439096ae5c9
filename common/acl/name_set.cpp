// SPDX-License-Identifier: Apache-2.0
#include "common/acl/name_set.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

NameKind kind_of(std::string_view name) noexcept {
    if (name.find_first_of("+#") != std::string_view::npos) {
        return NameKind::wildcard;
    }
    if (name.find('/') != std::string_view::npos) {
        return NameKind::slash;
    }
    return name.starts_with('$') ? NameKind::dollar : NameKind::plain;
}

bool NameSet::has(std::string_view name) const {
    return has_all_of(kind_of(name)) ? !contains(but, name) : contains(also, name);
}

} // namespace mqttx::acl
