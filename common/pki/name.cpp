// SPDX-License-Identifier: Apache-2.0
#include "common/pki/name.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"

#include <string>

namespace mqttx::pki {

namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view reason, std::string hint = {}) {
    throw Error{ErrorKind::usage, cat("the name ", in_quotes(name), ' ', reason), std::move(hint)};
}

void require_common_name(std::string_view name) {
    constexpr std::size_t longest = 64;
    std::size_t characters = 0;
    for (std::string_view rest = name; !rest.empty(); ++characters) {
        const auto character = decode_utf8(rest);
        if (!character) {
            refuse(name, "is not valid UTF-8");
        }
        if (is_unsafe_to_show(character->value)) {
            refuse(name, "contains a control or invisible character");
        }
        rest.remove_prefix(character->length);
    }
    if (characters == 0 || characters > longest) {
        refuse(
            name,
            cat("has ", characters, " characters; a common name has 1 to 64 (RFC 5280)"),
            "take a short NAME and give the long one with --san"
        );
    }
}

void require_file_name(std::string_view name) {
    if (name == "." || name == "..") {
        refuse(name, "would name a folder");
    }
    if (name.front() == '-') {
        refuse(name, "begins with '-', as options do");
    }
    if (name.find('/') != std::string_view::npos) {
        refuse(name, "contains '/', which would leave its folder");
    }
    if (name.ends_with(".chain")) {
        refuse(name, "ends in '.chain', as the files with the whole chain do");
    }
}

} // namespace

void require_name(Role role, std::string_view name) {
    if (role == Role::client && name.find_first_of("+#/") != std::string_view::npos) {
        refuse(
            name,
            "contains one of + # /: as the user name at the broker it would stand for topic "
            "wildcards or levels in permission patterns"
        );
    }
    require_common_name(name);
    require_file_name(name);
}

} // namespace mqttx::pki
