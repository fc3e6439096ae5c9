// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/native_file.hpp"

#include <string_view>
#include <vector>

namespace mqttx::acl {

/// A comment that silences findings: "# mqttx: ignore[A402] reason" those of the next line that is
/// neither blank nor a comment, "# mqttx: ignore-file[A106,A107] reason" those of the whole file.
struct Suppression {
    Span span;                         ///< the comment
    std::vector<std::string_view> ids; ///< of rules, or how the ids of several begin
    bool whole_file = false;
    bool has_reason = false;
    Span target{}; ///< the line it is about; empty when none follows
};

/// The suppressions of a file, in order. What only resembles one is a comment.
std::vector<Suppression> suppressions_of(const AclFile& file);

/// The same for a native file: a comment is about the value in the next line, or about the whole
/// [[rule]] or role when its header stands there.
std::vector<Suppression> suppressions_of(const NativeFile& file);

/// In the findings of a file, takes away what is silenced and adds what is wrong with the
/// suppressions themselves (A901, A902), where that is wanted; it cannot be silenced. The findings
/// are ordered by their place, before and after.
Linted suppress(
    std::string_view text,
    const std::vector<Suppression>& suppressions,
    Linted linted,
    const Wanted& wanted
);

} // namespace mqttx::acl
