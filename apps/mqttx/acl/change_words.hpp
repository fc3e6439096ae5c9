// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/diff.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mqttx::app {

/// "user 'alice'", "anonymous" or "other users", safe to show.
std::string subject_words(const acl::Change& change);

/// "publish" or "receive".
std::string_view operation_word(const acl::Change& change) noexcept;

/// A line for each change, safe to show: + for what is gained, - for what is lost.
std::string text_of(const std::vector<acl::Change>& changes);

} // namespace mqttx::app
