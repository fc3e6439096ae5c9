// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"

#include <functional>
#include <optional>

namespace mqttx::app {

/// Does something whose fault shall not stop the rest: the Error it threw, or none.
std::optional<Error> fault_of(const std::function<void()>& action);

} // namespace mqttx::app
