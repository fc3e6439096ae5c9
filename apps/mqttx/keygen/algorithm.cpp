// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/algorithm.hpp"

#include "common/cli/declare.hpp"

namespace mqttx::app::keygen {

using keys::Algorithm;

void algorithm_option(cli::Declaration& declaration, Algorithm& algorithm) {
    declaration.choice(
        "--alg",
        algorithm,
        {{"A256GCM", Algorithm::a256gcm},
         {"A128GCM", Algorithm::a128gcm},
         {"ChaCha20Poly1305", Algorithm::chacha20_poly1305},
         {"AES-CCM-16-64-128", Algorithm::aes_ccm_16_64_128}},
        "ALGORITHM",
        "the cipher the key is for (A256GCM); AES-CCM-16-64-128 is for constrained devices"
    );
}

} // namespace mqttx::app::keygen
