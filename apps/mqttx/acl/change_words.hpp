// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/diff.hpp"

#include <string>
#include <vector>

namespace mqttx::app {

/// "user 'alice'", "user 'alice' with certificate 'a'", "anonymous" or "other users", safe to show.
std::string subject_words(const acl::Change& change);

/// What changes: "publish at QoS 1 or 2, retained", safe to show.
std::string change_words(const acl::Change& change);

/// A line for each change, safe to show: + for what is gained, - for what is lost.
std::string text_of(const std::vector<acl::Change>& changes);

} // namespace mqttx::app
