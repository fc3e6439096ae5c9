// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/lint_rules.hpp"

/// The tables that lint_rules() joins, each ordered by id; for common/acl alone.
namespace mqttx::acl {

/// A0xx: what a line is made of.
std::span<const LintRule> syntax_rules() noexcept;

/// A1xx and A2xx: topics and substitutions, and what concerns the whole file.
std::span<const LintRule> topic_rules() noexcept;

} // namespace mqttx::acl
