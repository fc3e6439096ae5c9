// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/lint_rules.hpp"

/// The tables that lint_rules() joins, each ordered by id; for common/acl alone.
namespace mqttx::acl {

/// A0xx: what a line is made of.
std::span<const LintRule> syntax_rules() noexcept;

/// A026 and following: what a native file is made of.
std::span<const LintRule> native_rules() noexcept;

/// A031 and following: what files of other brokers are made of.
std::span<const LintRule> broker_format_rules() noexcept;

/// A1xx and A2xx: topics and substitutions.
std::span<const LintRule> topic_rules() noexcept;

/// A3xx: what rules mean together.
std::span<const LintRule> meaning_rules() noexcept;

/// A4xx: rights that are too wide.
std::span<const LintRule> rights_rules() noexcept;

/// A6xx: what does not come along to another broker.
std::span<const LintRule> portability_rules() noexcept;

/// A9xx: the comments that silence findings.
std::span<const LintRule> meta_rules() noexcept;

/// A5xx: the file beside the broker's other files.
std::span<const LintRule> deployment_rules() noexcept;

} // namespace mqttx::acl
