// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"

#include <functional>
#include <optional>

namespace mqttx::app::cert {

/// Does one of many things, of which a fault shall not stop the others: the Error it threw, or
/// none.
std::optional<Error> fault_of(const std::function<void()>& action);

} // namespace mqttx::app::cert
