// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <string>

namespace mqttx::app {

/// Two lines for people: the source line, made safe to show and cut around the place when it is
/// long, and a caret line below it; each indented by two blanks and ended by a line feed.
std::string excerpt(const acl::LineIndex& index, acl::Span place);

} // namespace mqttx::app
