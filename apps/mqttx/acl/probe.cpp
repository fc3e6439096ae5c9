// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/probe.hpp"

#include "common/cli/diagnostics.hpp"
#include "common/mqtt/session.hpp"

namespace mqttx::app {

namespace {

class Probe : private mqtt::SessionListener {
  public:
    Probe(mqtt::ConnectOptions options, std::string topic, cli::Context& context)
        : topic_{std::move(topic)}, context_{context}, session_{std::move(options), *this} {}

    /// The reason code of the PUBACK. Throws Error.
    int run() {
        while (!code_) {
            session_.step({});
        }
        session_.disconnect();
        while (!session_.is_closed()) {
            session_.step({});
        }
        return *code_;
    }

  private:
    void on_connected(const mqtt::Connack& /*connack*/, bool /*again*/) override {
        session_.publish({.topic = topic_, .payload = {}, .qos = 1}, 0);
    }

    void on_published(std::uint64_t /*ticket*/, int code, std::string_view /*reason*/) override {
        code_ = code;
    }

    void on_notice(const std::string& text) override { context_.diagnostics.note(text); }

    std::string name_of(std::uint64_t /*ticket*/) override { return "the probe"; }

    std::string topic_;
    cli::Context& context_;
    std::optional<int> code_;
    mqtt::Session session_;
};

} // namespace

ProbeResult probe(
    const mqtt::ConnectOptions& options,
    const std::optional<std::string>& username,
    bool with_password,
    const std::string& topic,
    cli::Context& context
) {
    auto copy = mqtt::duplicate(options);
    copy.protocol = mqtt::Protocol::v5;
    copy.username = username;
    copy.patience.reconnection = std::chrono::milliseconds{0};
    copy.will.reset();
    if (!with_password) {
        copy.client_id.clear();
        copy.password.reset();
    }
    constexpr int first_refusal = 0x80;
    try {
        const auto code = Probe{std::move(copy), topic, context}.run();
        return {code >= first_refusal ? ProbeAnswer::refused : ProbeAnswer::accepted};
    } catch (const Error& fault) { // what became of the broker decides about the old file
        const bool unknown = fault.kind() == ErrorKind::identity;
        return {
            unknown ? ProbeAnswer::not_let_in : ProbeAnswer::unreachable, std::current_exception()};
    }
}

} // namespace mqttx::app
