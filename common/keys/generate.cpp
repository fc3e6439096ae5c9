// SPDX-License-Identifier: Apache-2.0
#include "common/keys/generate.hpp"

#include "common/keys/random.hpp"

#include <array>

namespace mqttx::keys {

namespace {

/// Never one that looks like an option.
std::string random_kid() {
    std::string kid;
    do {
        std::array<std::uint8_t, 6> bytes{};
        fill_random(bytes);
        kid = to_base64url(bytes);
    } while (kid.front() == '-');
    return kid;
}

} // namespace

Key generate_symmetric(Algorithm algorithm) {
    Key key;
    key.kid = random_kid();
    key.algorithm = algorithm;
    key.secret = Secret{sizes_of(algorithm).key};
    fill_random(key.secret.expose_for_writing());
    return key;
}

} // namespace mqttx::keys
