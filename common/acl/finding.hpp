// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"
#include "common/base/boxed.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

enum class Severity : std::uint8_t { error, warning, info };

/// A second place that explains a finding.
struct Related {
    Span span;
    std::string message;
};

/// Text that takes the place of a span.
struct Edit {
    Span span;
    std::string text;
};

/// Edits that put a finding right.
struct Fix {
    std::vector<Edit> edits;
    bool safe = true; ///< no decision is meant to change
};

/// What lint found: a rule, a place, what it means here and the way out. Sentences, lower case, no
/// full stop; parts of the file in them are not escaped.
struct Finding {
    std::string_view id; ///< of a rule in lint_rules.hpp
    Severity severity;
    Span span;
    std::string message;
    std::string help{};
    Boxed<Related> related{};
    std::string witness{}; ///< a topic that shows it
    Boxed<Fix> fix{};
};

} // namespace mqttx::acl
