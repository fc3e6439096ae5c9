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

/// What does not go with the files beside it.
void lint_native_beside(
    Report& report, const NativeFile& file, const Policy& policy, const Beside& beside
);

} // namespace mqttx::acl::lint_parts
