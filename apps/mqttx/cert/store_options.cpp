// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/store_options.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/shell_word.hpp"
#include "common/tls/words.hpp"

namespace mqttx::app::cert {

namespace {

void declare_time(
    cli::Declaration& options,
    std::string_view name,
    std::optional<std::time_t>& target,
    std::string description
) {
    options.value(
        name,
        cli::ValueKind::text,
        [&target, name](const std::string& text) { target = read_time(text, name); },
        "TIME",
        std::move(description)
    );
}

} // namespace

pki::Store WriteOptions::store() const {
    if (!lock_timeout) {
        return pki::Store{folder};
    }
    const auto wait = std::chrono::duration_cast<std::chrono::seconds>(*lock_timeout).count();
    return pki::Store{folder, static_cast<int>(wait)};
}

void declare_folder(cli::Declaration& options, StoreOptions& target) {
    options.folder("--dir", target.folder, "DIR", "the PKI's folder (default: pki)");
}

void declare_dry_run(cli::Declaration& options, bool& target) {
    options.flag("--dry-run", target, "check and answer, but write nothing");
}

void declare_write_options(
    cli::Declaration& options, WriteOptions& target, std::string_view json_says
) {
    declare_folder(options, target);
    cli::secret_options(options, target.key_password);
    options.flag(
        "--ask-key-password",
        target.key_password.ask,
        cat("ask for the ", target.key_password.what, " on the terminal")
    );
    options.duration(
        "--lock-timeout",
        target.lock_timeout,
        "TIME",
        "how long to wait for another command that writes there (default: 30s)"
    );
    declare_dry_run(options, target.dry_run);
    options.flag("--json", target.json, std::string{json_says});
    cli::output_options(options);
}

void declare_dates(cli::Declaration& options, DateOptions& target, const std::string& usual) {
    constexpr int longest = 36'500; // a hundred years
    options.number(
        "--days",
        target.days,
        1,
        longest,
        "N",
        cat("valid for N days (default: ", usual, "), but never beyond its CA")
    );
    declare_time(
        options,
        "--not-before",
        target.not_before,
        "valid from: 2026-01-31 or 2026-01-31T12:00:00Z (default: five minutes ago)"
    );
    declare_time(options, "--not-after", target.not_after, "valid until, instead of --days");
}

void declare_key_type(
    cli::Declaration& options, std::optional<pki::KeyType>& target, std::string_view usual
) {
    options.choice(
        "--key-type",
        target,
        {{"p256", pki::KeyType::p256},
         {"p384", pki::KeyType::p384},
         {"ed25519", pki::KeyType::ed25519},
         {"rsa2048", pki::KeyType::rsa2048},
         {"rsa3072", pki::KeyType::rsa3072},
         {"rsa4096", pki::KeyType::rsa4096}},
        "TYPE",
        cat("kind of the new key: p256, p384, ed25519, rsa2048, rsa3072, rsa4096 (default: ",
            usual,
            ')')
    );
}

void declare_ca(cli::Declaration& options, std::optional<std::string>& target) {
    options.text(
        "--ca",
        target,
        "NAME",
        "the CA that signs: 'root' or an intermediate (default: the only intermediate, else the "
        "root)"
    );
}

std::optional<Secret> ca_password(const WriteOptions& options, const cli::Context& context) {
    return cli::read_secret_source(options.key_password, context, io::PrivatePolicy::strict);
}

std::string folder_words(const StoreOptions& options) {
    return options.folder == "pki" ? "" : cat(" --dir ", cli::shell_word(options.folder));
}

std::time_t read_time(const std::string& text, std::string_view option) {
    const auto time = tls::parse_time(text);
    if (!time) {
        throw Error{
            ErrorKind::usage,
            cat(option, " takes a day or a moment, not ", in_quotes(text)),
            "write 2026-01-31 or 2026-01-31T12:00:00Z (UTC)"};
    }
    return *time;
}

} // namespace mqttx::app::cert
