// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/secret_options.hpp"
#include "common/pki/authority.hpp"
#include "common/pki/store.hpp"

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::cli {
class Declaration;
struct Context;
} // namespace mqttx::cli

namespace mqttx::app::cert {

/// Where the PKI is, and how its verbs speak.
struct StoreOptions {
    std::string folder = "pki";
    bool json = false;
};

/// What every verb that writes there is told besides.
struct WriteOptions : StoreOptions {
    std::optional<std::chrono::milliseconds> lock_timeout;
    bool dry_run = false;
    cli::SecretSource key_password{.what = "passphrase of the CA's key", .option = "key-password"};

    [[nodiscard]] pki::Store store() const;
};

/// The dates of a certificate that is made.
struct DateOptions {
    std::optional<int> days;
    std::optional<std::time_t> not_before;
    std::optional<std::time_t> not_after;
};

void declare_folder(cli::Declaration& options, StoreOptions& target);
void declare_dry_run(cli::Declaration& options, bool& target);
/// The folder, the passphrase, --dry-run and --lock-timeout; `json_says` describes --json.
void declare_write_options(
    cli::Declaration& options, WriteOptions& target, std::string_view json_says
);
/// `usual` names the default of --days.
void declare_dates(cli::Declaration& options, DateOptions& target, const std::string& usual);
void declare_key_type(
    cli::Declaration& options, std::optional<pki::KeyType>& target, std::string_view usual
);
void declare_ca(cli::Declaration& options, std::optional<std::string>& target);

/// The passphrase of the CA's key, when a source was given.
std::optional<Secret> ca_password(const WriteOptions& options, const cli::Context& context);

/// " --dir FOLDER", for a command that is proposed; nothing for the default folder.
std::string folder_words(const StoreOptions& options);

/// A moment: "2026-01-31T12:00:00Z" or "2026-01-31". Throws Error(usage) naming the option.
std::time_t read_time(const std::string& text, std::string_view option);

} // namespace mqttx::app::cert
