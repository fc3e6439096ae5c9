// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/probe.hpp"

#include "common/base/text.hpp"
#include "common/cli/diagnostics.hpp"
#include "common/cli/run.hpp"
#include "common/mqtt/session.hpp"

#include <algorithm>
#include <array>

namespace mqttx::app {

namespace {

class Probe : private mqtt::SessionListener {
  public:
    Probe(mqtt::ConnectOptions options, ProbeMessage message, cli::Context& context)
        : message_{std::move(message)}, context_{context}, tells_log_{options.wants_log},
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
        if (connack.maximum_qos < message_.qos) {
            throw Error{
                ErrorKind::usage,
                cat(session_.broker(),
                    " takes no message of QoS ",
                    message_.qos,
                    ", and so it cannot be asked"),
                "--no-probe goes without"};
        }
        session_.publish(
            {.topic = message_.topic,
             .payload = {},
             .qos = message_.qos,
             .retain = message_.retain},
            0
        );
    }

    void on_published(std::uint64_t /*ticket*/, int code, std::string_view /*text*/) override {
        constexpr int first_refusal = 0x80;
        accepted_ = code < first_refusal; // of QoS 2 a refusal: what it accepts we never release
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

    ProbeMessage message_;
    cli::Context& context_;
    bool tells_log_;
    bool is_received_ = false;
    std::optional<bool> accepted_;
    mqtt::Session session_;
};

/// Subscribes and goes.
class SubscriptionProbe : private mqtt::SessionListener {
  public:
    SubscriptionProbe(
        mqtt::ConnectOptions options,
        const std::vector<mqtt::Subscription>& subscriptions,
        cli::Context& context
    )
        : subscriptions_{subscriptions}, context_{context}, session_{std::move(options), *this} {}

    std::vector<bool> run(io::Signals& signals) {
        const std::array descriptors{signals.descriptor()};
        while (!session_.is_closed()) {
            session_.step({descriptors, {}});
            if (const auto signal = signals.take()) {
                throw cli::Interrupted{*signal};
            }
        }
        return std::move(accepted_);
    }

  private:
    void on_connected(const mqtt::Connack& /*connack*/, bool /*again*/) override { ask(); }

    /// A packet of some at a time.
    void ask() {
        constexpr std::size_t most = 50;
        const auto rest = std::span{subscriptions_}.subspan(accepted_.size());
        if (rest.empty()) {
            session_.disconnect();
            return;
        }
        session_.subscribe(rest.first(std::min(rest.size(), most)));
    }

    void on_granted(std::span<const mqtt::Grant> grants, std::string_view /*text*/) override {
        constexpr int first_refusal = 0x80;
        for (const auto& grant : grants) {
            accepted_.push_back(grant.code < first_refusal);
        }
        ask();
    }

    void on_notice(const std::string& text) override { context_.diagnostics.note(text); }

    std::string name_of(std::uint64_t /*ticket*/) override { return "the probe"; }

    const std::vector<mqtt::Subscription>& subscriptions_;
    cli::Context& context_;
    std::vector<bool> accepted_;
    mqtt::Session session_;
};

mqtt::ConnectOptions for_one_answer(const mqtt::ConnectOptions& options) {
    auto copy = mqtt::duplicate(options);
    copy.protocol = mqtt::Protocol::v5;
    copy.patience.reconnection = std::chrono::milliseconds{0};
    copy.patience.attempts = 0;
    return copy;
}

} // namespace

std::vector<bool> probe_subscriptions(
    const mqtt::ConnectOptions& options,
    const std::vector<mqtt::Subscription>& subscriptions,
    io::Signals& signals,
    cli::Context& context
) {
    return SubscriptionProbe{for_one_answer(options), subscriptions, context}.run(signals);
}

ProbeResult probe(
    const mqtt::ConnectOptions& options,
    const ProbeMessage& message,
    io::Signals& signals,
    cli::Context& context
) {
    try {
        const bool accepted = Probe{for_one_answer(options), message, context}.run(signals);
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
