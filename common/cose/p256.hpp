// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"

namespace mqttx::cose {

/// ECDH on P-256 (NIST SP 800-56A) with a point of another: x, and y or, where that is empty,
/// whether it is odd. Empty when that is no point of the curve.
Secret agree_p256(const Secret& private_key, ByteView x, ByteView y, bool y_is_odd);

} // namespace mqttx::cose
