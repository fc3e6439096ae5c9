// SPDX-License-Identifier: Apache-2.0
#include "common/keys/random.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <sys/random.h>

#include <cerrno>

namespace mqttx::keys {

void fill_random(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto count = ::getrandom(bytes.data(), bytes.size(), 0);
        if (count < 0 && errno != EINTR) {
            throw Error{
                ErrorKind::local,
                cat("the system's random generator failed: ", system_error_text(errno))};
        }
        if (count > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
    }
}

} // namespace mqttx::keys
