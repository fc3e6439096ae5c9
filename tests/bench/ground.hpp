// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/lab/broker.hpp"
#include "tests/bench/measure.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace mqttx::bench {

/// Where the measurements happen: a folder with certificates and a payload key, and a broker on
/// 127.0.0.1 that queues and has in flight as much as anybody likes, plain on one port and with TLS
/// on the next. All of it goes with this object.
class Ground {
  public:
    /// Everything is made by `program`. Throws std::runtime_error, or Error.
    explicit Ground(const std::string& program);
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
    ~Ground();

    /// The options of mosquitto_pub and of us alike.
    [[nodiscard]] Command plain() const;
    [[nodiscard]] Command tls() const;
    /// Ours: the keyring that covers every topic.
    [[nodiscard]] Command sealed() const;

    [[nodiscard]] std::string file(const std::string& name) const { return folder_ + '/' + name; }

    /// How many subscriptions to the topic the broker has seen.
    [[nodiscard]] int subscriptions(const std::string& topic) const;

  private:
    void write_configuration() const;

    std::string folder_;
    std::uint16_t port_;
    std::optional<lab::Broker> broker_;
};

/// One command line of several parts.
Command joined(Command first, const Command& second, const Command& third = {});

} // namespace mqttx::bench
