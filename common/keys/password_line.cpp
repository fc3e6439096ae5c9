// SPDX-License-Identifier: Apache-2.0
#include "common/keys/password_line.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/credential_file.hpp"
#include "common/keys/random.hpp"

#include <botan/pwdhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace mqttx::keys {

namespace {

constexpr std::string_view scheme = "$7$";
constexpr std::size_t salt_size = 12;
constexpr std::size_t hash_size = 64;
constexpr std::uint32_t most_rounds = 10'000'000;

using Hash = std::array<std::uint8_t, hash_size>;

Hash derive(const Secret& password, ByteView salt, std::uint32_t rounds) {
    const auto family = Botan::PasswordHashFamily::create_or_throw("PBKDF2(SHA-512)");
    const auto text = password.expose_text();
    Hash hash{};
    family->from_params(rounds)->derive_key(
        hash.data(), hash.size(), text.data(), text.size(), salt.data(), salt.size()
    );
    return hash;
}

void require_user(std::string_view user) {
    if (!is_credential_name(user)) {
        throw Error{
            ErrorKind::usage,
            cat("user name ", in_quotes(user), " cannot stand in a password file"),
            "it is UTF-8 without ':' and control characters, '#' in front and blanks around it"};
    }
}

/// What stands before the next '$', which is taken too.
std::string_view take_field(std::string_view& rest) {
    const auto end = std::min(rest.find('$'), rest.size());
    const auto field = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return field;
}

std::optional<std::uint32_t> read_rounds(std::string_view text) {
    std::uint32_t rounds = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, rounds);
    if (fault != std::errc{} || stop != end || rounds == 0 || rounds > most_rounds) {
        return {};
    }
    return rounds;
}

} // namespace

std::string password_line(std::string_view user, const Secret& password, std::uint32_t rounds) {
    require_user(user);
    std::array<std::uint8_t, salt_size> salt{};
    fill_random(salt);
    const auto hash = derive(password, salt, rounds);
    return cat(user, ':', scheme, rounds, '$', to_base64(salt), '$', to_base64(hash));
}

bool password_line_matches(std::string_view line, std::string_view user, const Secret& password) {
    const auto prefix = cat(user, ':', scheme);
    if (!line.starts_with(prefix)) {
        return false;
    }
    line.remove_prefix(prefix.size());
    const auto rounds = read_rounds(take_field(line));
    const auto salt = from_base64(take_field(line));
    const auto hash = from_base64(line);
    if (!rounds || !salt || salt->empty() || !hash || hash->size() != hash_size) {
        return false;
    }
    return Secret{derive(password, *salt, *rounds)}.equals(Secret{*hash});
}

} // namespace mqttx::keys
