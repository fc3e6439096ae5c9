// SPDX-License-Identifier: Apache-2.0
// A text is refused with Error(local), or what is written of it is read again and written the same.
#include "common/base/error.hpp"
#include "common/keys/jwk_set.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    keys::JwkSet set;
    try {
        set = keys::parse_jwk_set({data, size}, "input");
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::local) {
            std::abort();
        }
        return 0;
    }
    const Secret once = keys::write_jwk_set(set);
    const Secret twice = keys::write_jwk_set(keys::parse_jwk_set(once.expose(), "output"));
    if (!once.equals(twice)) {
        std::abort();
    }
    return 0;
}
