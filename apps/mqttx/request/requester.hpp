// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/protection.hpp"
#include "apps/mqttx/request/options.hpp"
#include "apps/mqttx/sub/printer.hpp"
#include "apps/mqttx/sub/refusals.hpp"
#include "common/cli/command.hpp"
#include "common/cose/receiver.hpp"
#include "common/keys/keyring.hpp"
#include "common/mqtt/session.hpp"

#include <cstdint>

namespace mqttx::app::request {

/// Subscribes to the response topic, publishes the request, and writes the responses that belong to
/// it (MQTT 5 section 4.10).
class Requester : private mqtt::SessionListener {
  public:
    /// Options and keyring have to live longer.
    Requester(
        const Options& options,
        mqtt::ConnectOptions connect,
        const keys::Keyring& keyring,
        pub::Parties parties,
        Bytes payload,
        cli::Context& context
    );

    /// Runs until the responses are there, the time is over, a signal or a fault ends it. Throws
    /// Error, cli::Interrupted, io::ClosedPipe.
    cli::ExitCode run();

  private:
    void on_connected(const mqtt::Connack& connack, bool again) override;
    void on_granted(std::span<const mqtt::Grant> grants, std::string_view reason_string) override;
    void on_published(std::uint64_t ticket, int code, std::string_view reason_string) override;
    void on_lost(std::uint64_t ticket) override;
    void on_message(const mqtt::Message& message) override;
    void before_acknowledging() override;
    void on_notice(const std::string& text) override;
    void on_waiting(const std::string& text) override;
    void on_debug(std::string_view line) override;
    std::string name_of(std::uint64_t ticket) override;

    void publish_request();
    [[nodiscard]] bool answers_request(const mqtt::Message& message) const;
    void close();
    [[nodiscard]] cli::ExitCode timed_out();
    /// What the permission file says (--acl); empty without.
    [[nodiscard]] std::string advice(acl::Action action, const std::string& topic) const;
    [[nodiscard]] bool may_answer_arrive() const;

    const Options& options_;
    cli::Context& context_;
    pub::Protection protection_;
    cose::Receiver receiver_;
    sub::Printer printer_;
    sub::Refusals refusals_;
    mqtt::Session session_;
    Bytes payload_;
    mqtt::Properties properties_; ///< of the request, with the way to answer it
    Bytes correlation_;           ///< what a response to this request repeats
    bool is_asked_ = false;       ///< the request was handed over, and is not lost
    std::uint64_t responses_ = 0;
};

} // namespace mqttx::app::request
