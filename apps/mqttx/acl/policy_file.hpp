// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/broker.hpp"
#include "common/acl/policy.hpp"
#include "common/acl/span.hpp"
#include "common/cli/declare.hpp"

#include <memory>
#include <optional>
#include <string>

namespace mqttx::app {

/// How to take a permission file.
struct PolicyOptions {
    std::optional<acl::Format> from; ///< none: as it looks
    std::optional<acl::Broker> as;   ///< none: the newest that reads it
};

/// Declares --as and --from.
void policy_options(cli::Declaration& declare, PolicyOptions& options);

/// Declares an option that names a broker.
void broker_option(
    cli::Declaration& declare,
    std::string_view names,
    std::optional<acl::Broker>& target,
    std::string description
);

/// A permission file that was read.
class PolicyFile {
  public:
    std::string name; ///< as the user wrote it
    std::string content;
    acl::Policy policy{};
    acl::Broker broker = acl::Broker::strict;

    /// Line and column of a part.
    [[nodiscard]] acl::Position position(acl::Span span) const;
    /// "FILE:LINE:COLUMN" of a part, safe to show.
    [[nodiscard]] std::string place(acl::Span span) const;
    /// A rule in one line, safe to show: the line of an acl_file, or what an entry of a role says.
    [[nodiscard]] std::string words(const acl::Rule& rule) const;

  private:
    mutable std::optional<acl::LineIndex> index_{}; ///< made when a place is asked for first
};

/// Reads a permission file ("-" is standard input). Throws Error(local) when it cannot be read or
/// its broker would refuse it, Error(usage) when the broker that was named does not read its
/// format.
std::unique_ptr<PolicyFile>
load_policy(const std::string& path, const PolicyOptions& options, int standard_input);

} // namespace mqttx::app
