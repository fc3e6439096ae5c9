// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a file of directions: each filter is one and no topic goes in both, each fault
// lies within the text.
#include "common/acl/acl_file.hpp"
#include "common/acl/directions.hpp"
#include "common/acl/lint.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/validity.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto read = acl::read_directions(text);
    if (read.faults.empty() && (read.commands.empty() || read.telemetry.empty())) {
        std::abort();
    }
    for (const auto& fault : read.faults) {
        if (fault.span.end > size || fault.message.empty()) {
            std::abort();
        }
    }
    for (const auto& command : read.commands) {
        for (const auto& telemetry : read.telemetry) {
            if (topic::meet(command.filter, telemetry.filter)) {
                std::abort();
            }
        }
        if (topic::topic_filter_fault(command.filter) || command.span.end > size) {
            std::abort();
        }
    }
    const auto file = acl::read_acl_file("user a\ntopic write a/#\npattern write dev/%u/#\n");
    const auto linted = acl::lint(file, {.select = {"A409"}}, {.directions = &read});
    if (linted.findings.size() > 3) { // of a, of everybody, and of both together
        std::abort();
    }
    return 0;
}
