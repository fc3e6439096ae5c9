// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"

#include <optional>
#include <string_view>

namespace mqttx {

/// The text in Unicode's normalization form C: accents are part of their letters. None for what is
/// no UTF-8. It may be a passphrase: no copy of it stays behind.
std::optional<Secret> normal_form_c(std::string_view text);

} // namespace mqttx
