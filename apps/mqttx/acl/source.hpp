// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
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

} // namespace mqttx::app
