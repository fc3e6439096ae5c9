// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "apps/mqttx/sub/options.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace mqttx::app::request {

/// What the command line of request says.
struct Options {
    pub::Options request{};  ///< what is asked; the connection is its connection
    sub::Options response{}; ///< how the response is judged and written
    std::string topic;
    std::string response_topic;
    std::uint64_t count = 1;
    std::chrono::milliseconds wait{30'000};
};

/// What is asked of a permission file about the response.
inline acl::Action answer_action(const Options& options) {
    return {acl::Operation::subscribe, options.request.qos};
}

} // namespace mqttx::app::request
