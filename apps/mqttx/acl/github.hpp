// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <string>
#include <string_view>

namespace mqttx::app {

/// What an annotation of a GitHub workflow is about.
struct Annotation {
    std::string_view level; ///< error, warning or notice
    std::string_view file;
    acl::Position begin;
    acl::Position end; ///< of the last character
    std::string_view title;
    std::string_view message;
};

/// The line a workflow prints for it.
std::string github_line(const Annotation& annotation);

} // namespace mqttx::app
