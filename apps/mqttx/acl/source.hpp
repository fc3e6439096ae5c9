// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/emqx_file.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/acl/json.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/policy.hpp"
#include "common/cli/declare.hpp"

#include <optional>
#include <string>

namespace mqttx::app {

/// Declares --from.
void format_option(cli::Declaration& declare, std::optional<acl::Format>& format);

/// A permission file of at most 1 GiB; "-" is standard input. Throws Error.
std::string read_permissions(const std::string& path, int standard_input);

/// Throws Error(local) that names the place when the broker refuses the file or does not see all of
/// it.
void require_readable(const std::string& name, const acl::AclFile& file);
void require_readable(const std::string& name, const acl::JsonDocument& document);
void require_readable(const std::string& name, const acl::NativeFile& file);
void require_readable(const std::string& name, const acl::EmqxFile& file);
void require_readable(const std::string& name, const acl::HivemqFile& file);

/// What a file means, which must outlive the answer. Throws as require_readable() does.
acl::Policy read_policy(const std::string& name, std::string_view text, acl::Format format);

/// The same as far as it can be read.
acl::Policy policy_in(std::string_view text, acl::Format format);

} // namespace mqttx::app
