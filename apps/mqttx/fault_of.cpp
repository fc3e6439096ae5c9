// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/fault_of.hpp"

namespace mqttx::app {

std::optional<Error> fault_of(const std::function<void()>& action) {
    try {
        action();
        return std::nullopt;
    } catch (const Error& fault) {
        return fault;
    }
}

} // namespace mqttx::app
