// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace mqttx::cose {

/// Random nonces from the system's generator, drawn forty at a time: a call for each would take
/// longer than sealing. After a fork only one of the two processes may go on using it.
class NonceSource {
  public:
    /// The next `size` bytes (at most 24); valid until the next call. Throws Error(local).
    ByteView next(std::size_t size);

  private:
    std::array<std::uint8_t, 512> block_{};
    std::size_t used_ = block_.size();
};

} // namespace mqttx::cose
