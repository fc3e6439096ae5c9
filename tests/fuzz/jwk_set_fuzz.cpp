// SPDX-License-Identifier: Apache-2.0
// A text is refused with Error(local), or what is written of it is read again and written the same.
// Keys of other kinds are described, and stay revoked once they are.
#include "common/base/error.hpp"
#include "common/keys/foreign_key.hpp"
#include "common/keys/jwk_set.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx;

namespace {

void revoke_all_foreign(keys::JwkSet& set) {
    for (auto& key : set.keys) {
        if (key.type == keys::KeyType::foreign) {
            static_cast<void>(keys::foreign_kind(key).words());
            static_cast<void>(keys::read_foreign_key(key));
            keys::revoke_foreign(key);
        }
    }
    const Secret written = keys::write_jwk_set(set);
    for (const auto& key : keys::parse_jwk_set(written.expose(), "output").keys) {
        if (key.type == keys::KeyType::foreign && key.state != keys::KeyState::revoked) {
            std::abort();
        }
    }
}

} // namespace

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
    revoke_all_foreign(set);
    return 0;
}
