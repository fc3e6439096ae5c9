// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/each.hpp"

namespace mqttx::app::cert {

std::optional<Error> fault_of(const std::function<void()>& action) {
    try {
        action();
        return std::nullopt;
    } catch (const Error& fault) {
        return fault;
    }
}

} // namespace mqttx::app::cert
