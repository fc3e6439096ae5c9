// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"
#include "apps/mqttx/sub/refusals.hpp"
#include "apps/mqttx/sub/retained_remover.hpp"
#include "apps/mqttx/sub/safekeeping.hpp"
#include "apps/mqttx/sub/selection.hpp"
#include "apps/mqttx/sub/sink.hpp"
#include "apps/mqttx/sub/subscriptions.hpp"
#include "common/cli/command.hpp"
#include "common/cose/receiver.hpp"
#include "common/io/signals.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/session.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace mqttx::app::sub {

/// Subscribes, judges every message, and hands those that may pass to where they go; a message is
/// acknowledged after that.
class Subscriber : private mqtt::SessionListener {
  public:
    /// The keyring has to live longer.
    Subscriber(
        const Options& options,
        mqtt::ConnectOptions connect,
        const keys::Keyring& keyring,
        cli::Context& context
    );

    /// Runs until a count, a time, a signal or a fault ends it. Throws Error, cli::Interrupted,
    /// io::ClosedPipe.
    cli::ExitCode run();

  private:
    void on_connected(const mqtt::Connack& connack, bool again) override;
    void on_message(const mqtt::Message& message) override;
    void before_acknowledging() override;
    void on_published(std::uint64_t ticket, int code, std::string_view reason_string) override;
    void on_granted(std::span<const mqtt::Grant> grants, std::string_view reason_string) override;
    void on_unsubscribed() override;
    void on_notice(const std::string& text) override;
    void on_waiting(const std::string& text) override;
    void on_debug(std::string_view line) override;
    std::string name_of(std::uint64_t ticket) override;

    std::unique_ptr<Sink> make_sink();

    [[nodiscard]] bool is_complete() const noexcept {
        return options_.count && delivered_ >= *options_.count;
    }

    [[nodiscard]] bool may_be_repeat(const mqtt::Message& message) const;

    void deliver(const mqtt::Message& message);
    void refuse(const Arrival& arrival);
    void end_when_subscribed();
    void finish();
    void close();
    void note(std::string_view text);
    [[nodiscard]] std::optional<Sink::Clock::time_point> next_wake() const;
    [[nodiscard]] cli::ExitCode verdict();

    const Options& options_;
    cli::Context& context_;
    cose::Receiver receiver_;
    io::Signals signals_;
    Selection selection_;
    Subscriptions subscriptions_;
    RetainedRemover remover_;
    Refusals refusals_;
    Safekeeping keeping_;
    std::optional<Sink::Clock::time_point> deadline_; ///< of -W; the sink knows it
    std::unique_ptr<Sink> sink_;
    mqtt::Session session_;
    bool filters_overlap_ = false;
    bool reconnected_ = false;
    bool finishing_ = false; ///< nothing more is wanted; answers are still awaited
    bool timed_out_ = false;
    std::uint64_t delivered_ = 0;
};

} // namespace mqttx::app::sub
