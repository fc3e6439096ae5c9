// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/options.hpp"
#include "apps/mqttx/sub/printer.hpp"
#include "apps/mqttx/sub/refusals.hpp"
#include "common/cli/command.hpp"
#include "common/cose/receiver.hpp"
#include "common/io/signals.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::sub {

/// Subscribes, judges every message, and writes those that may pass; a message is acknowledged
/// after it was written out.
class Subscriber : private mqtt::SessionListener {
  public:
    Subscriber(
        const Options& options,
        mqtt::ConnectOptions connect,
        keys::Keyring keyring,
        cli::Context& context
    );

    /// Runs until a count, a time, a signal or a fault ends it. Throws Error, cli::Interrupted,
    /// io::ClosedPipe.
    cli::ExitCode run();

  private:
    void on_connected(const mqtt::Connack& connack, bool again) override;
    void on_message(const mqtt::Message& message) override;
    void before_acknowledging() override;
    void on_granted(std::span<const mqtt::Grant> grants, std::string_view reason_string) override;
    void on_notice(const std::string& text) override;
    void on_waiting(const std::string& text) override;
    void on_debug(std::string_view line) override;
    std::string name_of(std::uint64_t ticket) override;

    [[nodiscard]] bool is_wanted(const mqtt::Message& message) const;

    [[nodiscard]] bool is_complete() const noexcept {
        return options_.count && delivered_ >= *options_.count;
    }

    [[nodiscard]] bool may_be_repeat(const mqtt::Message& message) const;

    void subscribe();
    void refuse(const cose::Verdict& verdict, std::string_view topic);
    void close();
    [[nodiscard]] cli::ExitCode verdict(bool timed_out);

    const Options& options_;
    cli::Context& context_;
    keys::Keyring keyring_;
    cose::Receiver receiver_;
    Printer printer_;
    Refusals refusals_;
    mqtt::Session session_;
    bool filters_overlap_ = false;
    bool reconnected_ = false;
    bool granted_ = false; ///< the broker has answered the last SUBSCRIBE
    bool denied_ = false;
    std::uint64_t delivered_ = 0;
};

} // namespace mqttx::app::sub
