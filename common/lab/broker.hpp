// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/child.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::lab {

/// What to start: a real mosquitto with a configuration that logs into `log`.
struct BrokerOrder {
    std::string program;              ///< as find_broker() gives it
    std::string configuration;        ///< its mosquitto.conf
    std::string log;                  ///< where it says that it runs, or why not
    std::vector<std::uint16_t> ports; ///< of 127.0.0.1; ready when each accepts connections
    std::chrono::milliseconds patience{10'000};
};

struct BrokerStart;

/// A mosquitto that we started; stopped (SIGTERM, after five seconds SIGKILL) when it is dropped,
/// and killed by the system should we die first. Ctrl-C on the terminal does not reach it.
class Broker {
  public:
    /// Starts it and waits until it is ready. Throws Error(local) when it ends early or is not
    /// ready in time, with the words of its log; a port taken by somebody else is a value.
    static BrokerStart start(const BrokerOrder& order);

    Broker(Broker&&) noexcept = default;
    Broker& operator=(Broker&&) noexcept = delete;
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    ~Broker() { stop(); }

    [[nodiscard]] bool is_running() noexcept { return !process_.poll(); }

    /// Ends it and waits for that; doing it twice does no harm.
    void stop() noexcept;

    [[nodiscard]] io::Child& process() noexcept { return process_; }

  private:
    explicit Broker(io::Child process) noexcept : process_{std::move(process)} {}

    io::Child process_;
};

/// A ready broker, or none: a port was taken.
struct BrokerStart {
    std::optional<Broker> broker{};
};

/// The broker's program: `wanted` when given, otherwise the first mosquitto in `search_path`
/// (the value of PATH), /usr/sbin or /usr/local/sbin. Throws Error(local) when there is none.
std::string find_broker(const std::optional<std::string>& wanted, std::string_view search_path);

/// Why a broker ended, as its log has it: the first error there, or the last line; empty without a
/// log.
std::string words_of_log(const std::string& log);

} // namespace mqttx::lab
