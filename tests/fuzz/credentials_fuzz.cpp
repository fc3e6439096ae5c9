// SPDX-License-Identifier: Apache-2.0
// Any bytes may be the credentials of acl probe: either somebody is read from them, or an Error
// names a place.
#include "apps/mqttx/acl/credentials.hpp"
#include "common/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqttx;
    try {
        for (const auto& who : app::credentials_in("users", {data, size})) {
            if (who.name.empty() || who.username.has_value() != who.password.has_value() ||
                who.cert.empty() != who.key.empty()) {
                std::abort();
            }
        }
    } catch (const Error& error) {
        if (!std::string_view{error.what()}.starts_with("users:")) {
            std::abort();
        }
    }
    return 0;
}
