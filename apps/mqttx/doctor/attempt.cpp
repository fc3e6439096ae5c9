// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/attempt.hpp"

namespace mqttx::app::doctor {

namespace {

class Visitor : public mqtt::SessionListener {
  public:
    explicit Visitor(Attempt& seen) : seen_{seen} {}

    void on_connected(const mqtt::Connack& connack, bool /*again*/) override {
        seen_.connack = connack;
    }

    void on_notice(const std::string& text) override { seen_.notices.push_back(text); }

    std::string name_of(std::uint64_t /*ticket*/) override { return {}; }

  private:
    Attempt& seen_;
};

} // namespace

Attempt attempt(mqtt::ConnectOptions options) {
    options.patience.first_connection.reset();
    options.patience.reconnection = std::chrono::milliseconds{0};
    options.patience.attempts = 0;
    options.will.reset();
    options.tells_tls = options.wants_log = false;
    Attempt seen;
    Visitor visitor{seen};
    seen.fault = fault_of([&] {
        mqtt::Session session{std::move(options), visitor};
        while (!session.is_closed()) {
            session.step({});
            if (session.is_up()) {
                seen.mqtt5 = session.speaks_mqtt5();
                session.disconnect();
            }
        }
    });
    if (seen.connack) { // what a broker does after it let us in is no matter of connecting
        seen.fault.reset();
    }
    return seen;
}

} // namespace mqttx::app::doctor
