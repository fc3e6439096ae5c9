// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/broker_kit.hpp"

#include "common/base/error.hpp"
#include "common/base/secret.hpp"
#include "common/base/text.hpp"
#include "common/cli/shell_word.hpp"
#include "common/io/file.hpp"
#include "common/io/private_file.hpp"
#include "common/io/staged_file.hpp"
#include "common/io/together.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace mqttx::app::cert {

namespace {

constexpr std::size_t largest = std::size_t{1} << 28U;

std::string absolute_path(const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
}

/// A path in mosquitto.conf goes to the end of its line.
void require_line(const std::string& path) {
    if (path.find('\n') != std::string::npos || path.ends_with(' ')) {
        throw Error{
            ErrorKind::local,
            cat("the path ", in_quotes(path), " cannot stand in mosquitto.conf"),
            "take a folder without line feeds and blanks at its end"};
    }
}

/// The group of the user the broker runs as, when both exist here.
std::optional<gid_t> group_of(const std::string& user) {
    const passwd* entry = ::getpwnam(user.c_str());
    return entry == nullptr ? std::nullopt : std::optional{entry->pw_gid};
}

/// The key, which waits for its place, is read by the broker's group alone, whom it cannot be
/// written by.
void give_key(const std::string& path, const std::string& user, Installed& installed) {
    constexpr mode_t group_reads = 0640;
    const auto group = group_of(user);
    const std::string staged = io::staged_path(path);
    const io::Descriptor file{::open(staged.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    const bool is_done = group && ::geteuid() == 0 && file.is_open() &&
                         ::fchown(file.number(), 0, *group) == 0 &&
                         ::fchmod(file.number(), group_reads) == 0;
    if (!is_done) {
        const std::string word = cli::shell_word(path);
        installed.to_do.push_back(
            cat("chown root:", cli::shell_word(user), ' ', word, " && chmod 640 ", word)
        );
    }
}

} // namespace

std::string configuration_text(const BrokerKit& kit) {
    for (const std::string& path : {kit.cafile, kit.certfile, kit.keyfile}) {
        require_line(path);
    }
    std::string text =
        cat("# A listener with mutual TLS. Settings below a listener are its own with this line, "
            "which\n"
            "# must come before any of them.\n"
            "per_listener_settings true\n\nlistener ",
            kit.port,
            "\ncafile ",
            kit.cafile,
            "\ncertfile ",
            kit.certfile,
            "\nkeyfile ",
            kit.keyfile,
            '\n');
    text += kit.crlfile
                ? cat("# Sign it anew before it ends, and reload the broker (SIGHUP).\ncrlfile ",
                      *kit.crlfile,
                      '\n')
                : std::string{"# crlfile: not every CA has a list yet\n"};
    text += "tls_version tlsv1.2\n";
    if (kit.requires_certificate) {
        text += "require_certificate true\n";
        text +=
            kit.by_subject ? "use_subject_as_username true\n" : "use_identity_as_username true\n";
    } else {
        text += "# Clients need a password: password_file FILE\nrequire_certificate false\n";
    }
    text += "allow_anonymous false\n";
    if (kit.aclfile) {
        require_line(*kit.aclfile);
        require_line(kit.acl_plugin);
        text += kit.acl_plugin.empty()
                    ? cat("acl_file ", *kit.aclfile, '\n')
                    : cat("# A reload (SIGHUP) takes the file anew; a bad one leaves the rules as "
                          "they are.\nplugin ",
                          kit.acl_plugin,
                          "\nplugin_opt_file ",
                          *kit.aclfile,
                          '\n');
    }
    return text;
}

BrokerKit absolute(const BrokerKit& kit) {
    BrokerKit made = kit;
    for (std::string* path : {&made.cafile, &made.certfile, &made.keyfile}) {
        *path = absolute_path(*path);
    }
    for (auto* path : {&made.crlfile, &made.aclfile}) {
        if (*path) {
            *path = absolute_path(**path);
        }
    }
    return made;
}

void require_usable(const BrokerKit& kit) {
    for (const std::string& path : {kit.cafile, kit.certfile, kit.keyfile}) {
        if (!io::exists(path)) {
            throw Error{
                ErrorKind::local,
                cat("the broker's file ", in_quotes(path), " is not here"),
                "'mqttx cert fsck' says what is missing"};
        }
    }
    const Secret key = io::read_private_file(kit.keyfile, io::PrivatePolicy::lax);
    if (key.expose_text().find("ENCRYPTED") != std::string_view::npos) {
        throw Error{
            ErrorKind::local,
            cat("the key ", in_quotes(kit.keyfile), " is encrypted, and a broker cannot ask"),
            "make one without passphrase: 'mqttx cert rekey'"};
    }
}

Installed install(const BrokerKit& kit, const Destination& to) {
    constexpr mode_t owner_only = 0600;
    constexpr mode_t readable = 0644;
    const std::string base = absolute_path(to.folder);
    const auto there_is = [&](std::string_view name) { return cat(base, '/', name); };
    const std::string list = there_is("crl.pem");
    Installed installed;
    installed.configuration = there_is("mqttx-tls.conf");
    BrokerKit there = absolute(kit);
    there.cafile = there_is("ca.crt");
    there.certfile = there_is("server.chain.crt");
    there.keyfile = there_is("server.key");
    installed.files = {there.cafile, there.certfile, there.keyfile};
    if (kit.crlfile) {
        there.crlfile = list;
        installed.files.push_back(list);
    }
    const std::string configuration = configuration_text(there);
    if (to.dry_run) {
        for (const std::string& path : to.replace ? std::vector<std::string>{} : installed.files) {
            io::require_free(path);
        }
        return installed;
    }
    io::make_folder(to.folder);
    io::Together files{
        {there.cafile, there.certfile, there.keyfile, list, installed.configuration}};
    const auto copy = [&](const std::string& from, const std::string& path, mode_t mode) {
        const Secret content{io::read_file(from, largest)};
        files.stage(path, content.expose(), {.mode = mode, .replace = to.replace});
    };
    copy(kit.cafile, there.cafile, readable);
    copy(kit.certfile, there.certfile, readable);
    copy(kit.keyfile, there.keyfile, owner_only);
    give_key(there.keyfile, to.user, installed);
    if (kit.crlfile) {
        copy(*kit.crlfile, list, readable);
    }
    files.stage(
        installed.configuration, as_bytes(configuration), {.mode = readable, .replace = to.replace}
    );
    files.commit();
    return installed;
}

} // namespace mqttx::app::cert
