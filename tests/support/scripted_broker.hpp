// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/mqtt_packet.hpp"

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::test {

/// A step of a script: its words. What each word does stands at ScriptedBroker.
using Step = std::vector<std::string>;

/// The steps for each connection, in the order the connections come.
using Script = std::vector<std::deque<Step>>;

/// Cuts "step; step | step; step" (a bar begins the next connection) into words.
Script parse_script(std::string_view text);

/// A peer on a free loopback port that does what a script says, to one connection after the other;
/// the last part of the script is for every further connection too. It speaks the version of MQTT
/// that the client's CONNECT names. The steps:
///
///     CONNECT             waits for a packet of this type; others before it are noted and ignored
///     PUBLISH 20          waits for that many
///     connack CODE [present] [receive-maximum N] [maximum-packet-size N] [maximum-qos N]
///             [retain-available N] [keepalive N] [reason TEXT]
///     suback [CODE]..     answers the last SUBSCRIBE, as the client asked for or not
///     puback [CODE [REASON]]   answers the oldest PUBLISH without an answer
///     publish QOS TOPIC TEXT [N]   one message, or N: TEXT 1, TEXT 2, ...
///     pubrel              for the QoS 2 message that was sent last
///     disconnect CODE     MQTT 5
///     text TEXT           raw; \r and \n as in C
///     hex DIGITS          raw
///     close | reset       ends the connection, by FIN or by RST
///     hang                reads on and says nothing (so does the end of a script)
///     serve               answers like a broker that is content with everything
class ScriptedBroker {
  public:
    explicit ScriptedBroker(std::string_view script);
    ScriptedBroker(const ScriptedBroker&) = delete;
    ScriptedBroker& operator=(const ScriptedBroker&) = delete;
    ~ScriptedBroker();

    [[nodiscard]] int port() const { return port_; }

    /// One turn: waits for the client, at most that long, and goes on with the script. Also ends
    /// when the other descriptor is readable.
    void turn(std::chrono::milliseconds patience = {}, int other = -1);

    /// Everything that came, and over which connection (from 1).
    struct Seen {
        int connection;
        Packet packet;
    };

    [[nodiscard]] const std::vector<Seen>& seen() const { return seen_; }

    [[nodiscard]] std::size_t count(std::string_view name) const;

    /// "1: CONNECT PUBLISH*20 DISCONNECT", a line for each connection; equal ones are one line with
    /// their numbers.
    [[nodiscard]] std::string summary() const;

    [[nodiscard]] int connections() const { return connections_; }

    /// Whether the client's side of the connection is there.
    [[nodiscard]] bool is_connected() const { return connection_ >= 0; }

  private:
    void accept();
    void receive();
    void proceed();
    bool perform(const Step& step);
    bool wait_for(const Step& step);
    void connack(const Step& step);
    void puback(const Step& step);
    void suback(const Step& step);
    void publish(const Step& step);
    void serve(const Packet& packet);
    void answer(std::uint8_t first, std::uint16_t identifier);

    void send(std::uint8_t first, std::string body) {
        send(Packet{first, std::move(body)}.bytes());
    }

    void send(const std::string& bytes) { output_ += bytes; }

    void flush();
    void hang_up(bool reset);

    Script script_;
    int listener_ = -1;
    int port_ = 0;
    int connection_ = -1;
    int connections_ = 0;
    std::deque<Step> steps_;        ///< of this connection, still to do
    std::string input_;             ///< bytes of a packet that is incomplete
    std::string output_;            ///< said, and not yet written
    std::deque<Packet> unjudged_;   ///< packets no step has waited for
    std::deque<Packet> unanswered_; ///< PUBLISH packets of QoS 1
    std::size_t waited_for_ = 0;    ///< packets the present step has seen
    unsigned last_identifier_ = 0;  ///< of our own PUBLISH packets
    std::string last_subscribe_ = std::string(2, '\0');
    bool mqtt5_ = true;
    bool serves_ = false;
    std::vector<Seen> seen_;
};

} // namespace mqttx::test
