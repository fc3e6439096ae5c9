// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/report.hpp"
#include "common/acl/lint.hpp"
#include "common/cli/declare.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app {

/// The files of a broker that lint reads beside the permission file, and where it is to go.
struct BesideOptions {
    std::optional<std::string> conf;
    std::optional<std::string> password_file;
    std::optional<std::string> pki; ///< a folder
    std::vector<std::string> keyrings;
    std::optional<std::string> directions;
    std::optional<acl::Target> target;

    [[nodiscard]] bool any() const noexcept {
        return conf || password_file || pki || !keyrings.empty() || directions;
    }
};

/// Declares them; `options` must outlive the declaration.
void beside_options(cli::Declaration& declare, BesideOptions& options);

/// What a permission file means, of whatever format it looks, as far as it can be read.
acl::Policy policy_in(std::string_view text);

/// Lints a permission file, of whatever format it looks.
acl::Linted
lint_text(std::string_view text, const acl::Wanted& wanted, const acl::Beside& beside = {});

/// Who may do what with a file; none of standard input.
std::optional<unsigned> mode_of(const std::string& path);

/// Gives a file its findings and counts them.
void take(LintedFile& file, Counts& counts, acl::Linted linted);

/// A permission file, then the files beside it that are named, with their findings. Throws
/// Error(local) when one cannot be read.
std::vector<LintedFile> lint_with_others(
    const std::string& path,
    const BesideOptions& options,
    const acl::Wanted& wanted,
    int standard_input,
    Counts& counts
);

} // namespace mqttx::app
