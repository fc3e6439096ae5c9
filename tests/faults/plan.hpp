// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a test tells the shim that is preloaded into the program it watches.
namespace mqttx::faults {

enum class Kind {
    none,      ///< only count
    kill,      ///< the process dies before the call; a write has done half
    power,     ///< the same, and what was not synced is lost
    full_disk, ///< no space from this call on; a write has done half
    io_error,  ///< this one call fails with EIO
};

inline constexpr const char* plan_variable = "MQTTX_FAULT";        ///< "KIND:CALL", calls from 1
inline constexpr const char* count_variable = "MQTTX_FAULT_COUNT"; ///< file with a long

} // namespace mqttx::faults
