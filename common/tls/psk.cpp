// SPDX-License-Identifier: Apache-2.0
#include "common/tls/psk.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

namespace mqttx::tls {

namespace {

constexpr std::string_view shape = "a line is IDENTITY:KEY, the key in hexadecimal";

[[noreturn]] void refuse(std::string what, std::string hint = std::string{shape}) {
    throw Error{ErrorKind::local, std::move(what), std::move(hint)};
}

/// Cuts the next line off, without its line feed (or CR LF).
std::string_view next_line(std::string_view& text) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

} // namespace

std::optional<Secret> parse_psk(std::string_view hex) {
    auto bytes = from_hex(hex);
    if (!bytes || bytes->empty() || bytes->size() > longest_psk) {
        return std::nullopt;
    }
    Secret key{*bytes};
    wipe(*bytes);
    return key;
}

PresharedKey find_psk(std::string_view text, const std::string& identity, const std::string& name) {
    std::optional<PresharedKey> found;
    for (int number = 1; !text.empty(); ++number) {
        const auto line = next_line(text);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const auto colon = line.find(':');
        const auto key = parse_psk(line.substr(colon == std::string_view::npos ? 0 : colon + 1));
        if (colon == std::string_view::npos || colon == 0 || !key) {
            refuse(cat(name, ':', number, ": this is no pre-shared key"));
        }
        if (!identity.empty() && line.substr(0, colon) != identity) {
            continue;
        }
        if (found) {
            refuse(
                cat("the file ", in_quotes(name), " has more than one pre-shared key"),
                "say with --psk-identity which"
            );
        }
        found = PresharedKey{std::string{line.substr(0, colon)}, key->duplicate()};
    }
    if (!found) {
        refuse(
            identity.empty()
                ? cat("the file ", in_quotes(name), " has no pre-shared key")
                : cat("the file ", in_quotes(name), " has no key of ", in_quotes(identity))
        );
    }
    return std::move(*found);
}

} // namespace mqttx::tls
