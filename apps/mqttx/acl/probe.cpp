// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/probe.hpp"

#include "common/base/text.hpp"
#include "common/cli/diagnostics.hpp"
#include "common/cli/run.hpp"
#include "common/mqtt/session.hpp"

namespace mqttx::app {

namespace {

class Probe : private mqtt::SessionListener {
  public:
    Probe(mqtt::ConnectOptions options, std::string topic, cli::Context& context)
        : topic_{std::move(topic)}, context_{context}, tells_log_{options.wants_log},
          session_{with_log(std::move(options)), *this} {}

    /// Whether the broker accepts the message. Throws Error.
    bool run(io::Signals& signals) {
        const std::array descriptors{signals.descriptor()};
        while (!session_.is_closed()) {
            session_.step({descriptors, {}});
            if (const auto signal = signals.take()) {
                throw cli::Interrupted{*signal};
            }
        }
        return *accepted_;
    }

  private:
    /// The library tells about a PUBREC that accepts in its log alone.
    static mqtt::ConnectOptions with_log(mqtt::ConnectOptions options) {
        options.wants_log = true;
        return options;
    }

    void on_connected(const mqtt::Connack& connack, bool /*again*/) override {
        if (connack.maximum_qos < 2) {
            throw Error{
                ErrorKind::usage,
                cat(session_.broker(), " takes no message of QoS 2, and so it cannot be asked"),
                "--no-probe goes without"};
        }
        session_.publish({.topic = topic_, .payload = {}, .qos = 2}, 0);
    }

    void on_published(std::uint64_t /*ticket*/, int /*code*/, std::string_view /*text*/) override {
        accepted_ = false; // that of a PUBREC: what it accepts we never release
        session_.disconnect();
    }

    /// Behind the PUBREC, and ahead of the PUBREL that it asks for.
    void before_acknowledging() override {
        if (is_received_ && !accepted_) {
            accepted_ = true;
            session_.abandon();
        }
    }

    void on_debug(std::string_view line) override {
        is_received_ = is_received_ || line.find(" received PUBREC ") != std::string_view::npos;
        if (tells_log_) {
            context_.diagnostics.note(line);
        }
    }

    void on_notice(const std::string& text) override { context_.diagnostics.note(text); }

    std::string name_of(std::uint64_t /*ticket*/) override { return "the probe"; }

    std::string topic_;
    cli::Context& context_;
    bool tells_log_;
    bool is_received_ = false;
    std::optional<bool> accepted_;
    mqtt::Session session_;
};

} // namespace

ProbeResult probe(
    const mqtt::ConnectOptions& options,
    const std::string& topic,
    io::Signals& signals,
    cli::Context& context
) {
    auto copy = mqtt::duplicate(options);
    copy.protocol = mqtt::Protocol::v5;
    copy.patience.reconnection = std::chrono::milliseconds{0};
    copy.patience.attempts = 0;
    try {
        const bool accepted = Probe{std::move(copy), topic, context}.run(signals);
        return {accepted ? ProbeAnswer::accepted : ProbeAnswer::refused};
    } catch (const Error& fault) { // what became of the broker decides about the former file
        const bool is_stranger =
            fault.kind() == ErrorKind::identity || fault.kind() == ErrorKind::tls;
        return {
            is_stranger ? ProbeAnswer::not_let_in : ProbeAnswer::unreachable,
            std::current_exception()};
    }
}

} // namespace mqttx::app
