// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"
#include "common/mqtt/client.hpp"
#include "common/mqtt/options.hpp"
#include "common/mqtt/resolver.hpp"

#include <poll.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::mqtt {

/// One attempt to reach the broker, up to its CONNACK: name, route, TCP to each address in turn,
/// the proxy, then the first bytes of the peer, which show whether it is a broker at all. Failing
/// is an expected outcome: see failure().
class Connector {
  public:
    using Clock = std::chrono::steady_clock;

    Connector(const ConnectOptions& options, std::string broker)
        : options_{options}, broker_{std::move(broker)} {}

    /// Begins an attempt; forgets the one before.
    void begin(Client& client, tls::ClientContext* tls, Protocol protocol);

    /// What to poll for; a negative descriptor while there is nothing.
    [[nodiscard]] pollfd interest() const;

    /// Goes on when the descriptor is ready. True once TCP stands, through the proxy where there is
    /// one: from then on the client reads
    /// and writes, and check_peer() goes first.
    bool advance();

    /// Looks at what the peer sends before its CONNACK: it may speak something else.
    void check_peer();

    /// Why the attempt is over: name, route, TCP, proxy, a foreign peer (network), or the
    /// plain-text guard (usage).
    [[nodiscard]] const std::optional<Error>& failure() const noexcept { return failure_; }

    /// Why the attempt failed: the time was up, or the connection went before CONNACK.
    [[nodiscard]] Error timed_out() const;
    [[nodiscard]] Error lost(Status status) const;

    [[nodiscard]] Clock::time_point deadline() const noexcept { return deadline_; }

    /// When the present address has had its share of the time; deadline() when no other is left.
    [[nodiscard]] Clock::time_point address_deadline() const noexcept { return address_deadline_; }

    /// Leaves an address that does not answer for the next one.
    void pass_over_address();

    /// Whether the name is known, TCP stands, and the peer hung up without a word: maybe an MQTT 3
    /// broker.
    [[nodiscard]] bool was_met_with_silence() const noexcept;

    /// Whether the attempt got as far as the broker: TCP stands, and a proxy has connected us.
    [[nodiscard]] bool reached_broker() const noexcept { return tcp_stands_ && !proxy_dialog_; }

  private:
    [[nodiscard]] std::optional<Error> foreign_peer(ByteView first) const;
    bool guard_password();
    void find_addresses();
    void connect_next_address(int error_number);
    void set_address_deadline();
    std::optional<Client::Target> way_to(const std::string& address);
    bool talk_to_proxy();
    [[nodiscard]] Error proxy_hung_up() const;
    [[nodiscard]] const std::string& next_host() const noexcept;
    [[nodiscard]] std::string next_hop() const;

    const ConnectOptions& options_;
    std::string broker_;
    Client* client_ = nullptr;
    tls::ClientContext* tls_ = nullptr;
    Protocol protocol_ = Protocol::v5;
    Resolver resolver_;
    std::vector<Address> addresses_;
    std::size_t next_address_ = 0;
    Clock::time_point deadline_{};
    Clock::time_point address_deadline_{};
    std::string route_fault_; ///< of the last address that the interface does not lead to
    std::optional<SocksDialog> proxy_dialog_;
    bool peer_spoke_ = false;
    bool tcp_stands_ = false;
    std::optional<Error> failure_;
};

} // namespace mqttx::mqtt
