// SPDX-License-Identifier: Apache-2.0
#include "common/lab/folder.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/key_file.hpp"
#include "common/keys/password_line.hpp"
#include "common/keys/random.hpp"
#include "common/pki/authority.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

namespace mqttx::lab {

namespace {

void write(const std::string& path, std::string_view text, mode_t mode) {
    io::write_file(path, as_bytes(text), {.mode = mode, .replace = true});
}

/// Both configuration files take a path to the end of its line.
void require_plain(const std::string& path) {
    const bool has_controls = std::ranges::any_of(path, [](char character) {
        return static_cast<unsigned char>(character) < 0x20;
    });
    if (has_controls) {
        throw Error{
            ErrorKind::usage,
            cat("the folder ", in_quotes(path), " has a control character in its name"),
            "--dir names another"};
    }
}

void make_certificates(const Layout& layout) {
    const pki::Store store{layout.pki()};
    const auto now = std::time(nullptr);
    pki::make_root(store, {.role = pki::Role::root, .common_name = "mqttx lab CA"}, {}, now);
    const pki::Authority authority{store, {}};
    authority.make_leaf(
        {.role = pki::Role::server,
         .common_name = "localhost",
         .names = pki::server_names("localhost", {})},
        {},
        now
    );
    authority.make_leaf(
        {.role = pki::Role::client,
         .common_name = certified_user,
         .names = pki::client_names(certified_user, {})},
        {},
        now
    );
}

/// Random passwords: nothing human to guess, so few rounds are enough and CONNECT stays fast.
void make_passwords(const Layout& layout) {
    constexpr std::uint32_t rounds = 100;
    io::make_folder(layout.folder + "/secrets", 0700);
    std::string lines;
    for (const std::string_view user : {writing_user, reading_user}) {
        std::array<std::uint8_t, 18> bytes{};
        keys::fill_random(bytes);
        auto text = to_base64url(bytes);
        const auto password = Secret::take(text);
        lines += cat(keys::password_line(user, password, rounds), '\n');
        write(layout.password_of(user), cat(password.expose_text(), '\n'), 0600);
    }
    write(layout.passwords(), lines, 0600);
}

void make_keyring(const Layout& layout) {
    auto key = keys::generate_symmetric(keys::Algorithm::a256gcm);
    key.name = "home";
    key.topics = {protected_topics};
    keys::JwkSet set;
    keys::add_key(set, std::move(key));
    io::write_file(layout.keyring(), keys::write_jwk_set(set).expose(), {.mode = 0600});
}

/// Who we are, by name; the number when it has none.
std::string own_name() {
    const auto* const entry = ::getpwuid(::geteuid());
    return entry != nullptr ? std::string{entry->pw_name} : std::to_string(::geteuid());
}

} // namespace

Folder Folder::temporary(const std::string& parent) {
    auto pattern = std::filesystem::absolute(parent).string() + "/mqttx-lab-XXXXXX";
    require_plain(pattern);
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw Error{
            ErrorKind::local,
            cat("cannot make a folder in ", in_quotes(parent), ": ", system_error_text(errno)),
            "--dir DIR names another place"};
    }
    return {pattern, false};
}

Folder Folder::named(const std::string& path) {
    require_plain(path);
    io::make_folder(path, 0700);
    std::error_code fault;
    if (!std::filesystem::is_empty(path, fault) || fault) {
        throw Error{
            ErrorKind::local,
            cat("the folder ", in_quotes(path), " is not empty"),
            "a lab begins in a new or an empty folder"};
    }
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, fault);
    return {std::filesystem::absolute(path).lexically_normal().string(), true};
}

Folder::Folder(Folder&& other) noexcept
    : path_{std::move(other.path_)}, is_kept_{std::exchange(other.is_kept_, true)} {}

Folder::~Folder() {
    if (!is_kept_) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
}

void write_identities(const Layout& layout) {
    make_certificates(layout);
    make_passwords(layout);
    make_keyring(layout);
    write(layout.permissions(), permission_file(layout), 0600);
}

void write_settings(const Layout& layout) {
    write(layout.configuration(), broker_configuration(layout, own_name()), 0600);
    write(layout.profiles(), profile_file(layout), 0600);
}

} // namespace mqttx::lab
