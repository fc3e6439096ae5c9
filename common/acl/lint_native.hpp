// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/lint_parts.hpp"
#include "common/acl/native_file.hpp"
#include "common/topic/levels.hpp"

/// The parts of lint that are about native files alone; for common/acl alone.
namespace mqttx::acl::lint_parts {

/// A subject as text that is the same for the same subject, whatever the order of its values.
std::string subject_key(const NativeRule& rule);

/// Duplicate, needless, covered, dead and idle rules, those with the same subject together.
void lint_native_coverage(Report& report, const NativeFile& file, const Policy& policy);

/// Rights that are too wide for their subject.
void lint_native_rights(Report& report, const NativeFile& file, const Policy& policy);

/// Whether a variable for the user name or the certificate's CN stands in a filter: a rule about it
/// never lets in a client that has neither.
bool needs_a_known_name(std::string_view filter);

/// Users whose names no variable takes, and rules for clients without the name they speak of.
void lint_native_names(Report& report, const NativeFile& file, const Policy& policy);

/// What does not go with the files beside it.
void lint_native_beside(
    Report& report, const NativeFile& file, const Policy& policy, const Beside& beside
);

} // namespace mqttx::acl::lint_parts
