// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

namespace mqttx::bench {

/// A peer that answers CONNECT and SUBSCRIBE and then writes messages of QoS 0, 20 bytes each, as
/// fast as the socket takes blocks of 64 KiB: what a subscriber costs shows without a broker's
/// pace. A process of its own; every connection gets the same.
class FastSource {
  public:
    explicit FastSource(int messages);
    FastSource(const FastSource&) = delete;
    FastSource& operator=(const FastSource&) = delete;
    ~FastSource();

    [[nodiscard]] int port() const { return port_; }

  private:
    int port_ = 0;
    pid_t process_ = -1;
};

} // namespace mqttx::bench
