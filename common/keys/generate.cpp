// SPDX-License-Identifier: Apache-2.0
#include "common/keys/generate.hpp"

#include "common/keys/curve.hpp"
#include "common/keys/random.hpp"
#include "common/keys/thumbprint.hpp"

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

Key generate_pair(KeyType type) {
    Key key;
    key.type = type;
    key.secret = Secret{curve_key_size};
    fill_random(key.secret.expose_for_writing());
    const auto point = public_key_of(type, key.secret);
    key.public_key.assign(point.begin(), point.end());
    key.kid = kid_of(key);
    return key;
}

} // namespace mqttx::keys
