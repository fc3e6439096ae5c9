// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/mqtt_packet.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::test {

/// A message as it is published or arrives.
struct Message {
    std::string topic;
    std::string payload = "x";
    int qos = 0;
    bool retain = false;
};

/// What a client says of itself when it connects.
struct Login {
    std::string id;
    std::optional<std::string> user{};
    std::optional<std::string> password{};
    bool mqtt5 = true;
    bool clean = true;
    std::optional<Message> will{};
};

/// An MQTT client that does one thing at a time and waits for the answer, which it hands out as it
/// came: what the broker decided is the matter, and no library stands between. It gives up after
/// ten seconds without a byte. Throws std::runtime_error when the broker ends the connection.
class RawClient {
  public:
    RawClient(int port, const Login& login);
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    /// The code of the CONNACK: 0 is yes.
    [[nodiscard]] int code() const { return code_; }

    /// Publishes and waits until the broker has dealt with it. The reason code of PUBACK or PUBREC;
    /// 0 where there is none.
    int publish(const Message& message);

    /// Many in one go; a code for each.
    std::vector<int> publish(const std::vector<Message>& messages);

    /// The code of the SUBACK.
    int subscribe(std::string_view filter, int qos = 0);

    /// The code of the UNSUBACK; 0 before MQTT 5.
    int unsubscribe(std::string_view filter);

    /// All that arrived since the last time. What the broker had decided to send when this is
    /// called is among it.
    std::vector<Message> messages();

    /// Their topics.
    std::set<std::string> topics();

    /// Whether the broker ends the connection instead of answering a message.
    bool is_cut_off_by(const Message& message);

    /// Goes without DISCONNECT, so that the will is due.
    void vanish();

  private:
    void connect(const Login& login);
    void send(std::uint8_t first, std::string body);
    void flush();
    Packet next();
    Packet wait_for(std::string_view name);
    void take_message(const Packet& packet);
    std::uint16_t next_identifier();
    [[nodiscard]] std::string properties() const;
    [[nodiscard]] int reason(const Packet& packet) const;

    int socket_ = -1;
    bool mqtt5_ = true;
    int code_ = -1;
    std::uint16_t identifier_ = 0;
    std::string input_;
    std::string output_;
    std::map<std::uint16_t, int> acknowledged_;
    std::vector<Message> arrived_;
};

} // namespace mqttx::test
