// SPDX-License-Identifier: Apache-2.0
// A configuration file: any bytes are read into profiles or refused with an Error.
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/cli/profile_file.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        for (const auto& [name, profile] :
             mqttx::cli::parse_profiles(mqttx::as_text({data, size}), "config.toml")) {
            for (const auto& entry : profile) {
                if (entry.line == 0 || entry.column == 0) {
                    std::abort();
                }
            }
        }
    } catch (const mqttx::Error& fault) {
        if (fault.kind() != mqttx::ErrorKind::local) {
            std::abort();
        }
    }
    return 0;
}
