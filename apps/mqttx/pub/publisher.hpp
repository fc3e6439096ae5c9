// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/pub/options.hpp"
#include "apps/mqttx/pub/progress.hpp"
#include "apps/mqttx/pub/protection.hpp"
#include "apps/mqttx/pub/source.hpp"
#include "common/cli/command.hpp"
#include "common/io/signals.hpp"
#include "common/mqtt/session.hpp"

#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace mqttx::app::pub {

/// Publishes everything a source gives to every topic, and knows what became of each message.
class Publisher : private mqtt::SessionListener {
  public:
    /// What became of the messages so far.
    struct Counts {
        std::uint64_t accepted = 0; ///< acknowledged, or written at QoS 0
        std::uint64_t denied = 0;
        std::uint64_t lost = 0; ///< QoS 0, not written when the connection went
    };

    Publisher(
        const Options& options,
        mqtt::ConnectOptions connect,
        Protection protection,
        Source& source,
        cli::Context& context
    );

    /// Runs to the end. Throws Error for what stops it, cli::Interrupted after a signal.
    cli::ExitCode run();

  private:
    void on_connected(const mqtt::Connack& connack, bool again) override;
    void on_published(std::uint64_t ticket, int code, std::string_view reason_string) override;
    void on_lost(std::uint64_t ticket) override;
    void on_notice(const std::string& text) override;
    void on_waiting(const std::string& text) override;
    void on_debug(std::string_view line) override;
    std::string name_of(std::uint64_t ticket) override;

    [[nodiscard]] const std::string& topic_of(std::uint64_t ticket) const;
    [[nodiscard]] std::size_t topics_each() const noexcept;
    [[nodiscard]] bool has_more() const;
    template <typename Call> void prepare(Call call);
    void publish_all();
    void hand_over();
    void publish(const Item& item, const std::string& topic);

    /// How the messages to one topic are protected within one second: a stream does not choose its
    /// keys anew for every line.
    struct Choice {
        std::string topic;
        std::int64_t time;
        std::optional<cose::SealingKeys> keys;
        mqtt::Properties outer; ///< what they carry when they are sealed
    };

    /// Those of a recorded message are its own.
    const Choice&
    choice_for(const std::string& topic, const mqtt::Properties& properties, bool is_recorded);
    void advise(acl::Action action, const std::string& topic);
    void turn(io::Signals* signals);
    void finish_after_signal(int signal);
    void close();
    void report() const;
    [[nodiscard]] cli::ExitCode verdict() const;

    const Options& options_;
    Source& source_;
    cli::Context& context_;
    Protection protection_;
    std::optional<Choice> choice_{};
    mqtt::Session session_;
    std::optional<Item> item_; ///< handed over to some of its topics
    std::size_t next_topic_ = 0;
    Progress progress_;
    bool is_starved_ = false; ///< the source had nothing when it was asked last
    std::uint64_t next_ticket_ = 0;
    std::optional<int> signal_;
    std::exception_ptr stopped_by_; ///< why no more is handed over
    Counts counts_{};
    std::map<std::uint64_t, std::string> recorded_topics_; ///< of recorded messages under way
    std::set<std::string> advised_; ///< topics of a recording that the permission file denies
    std::set<std::string> told_; ///< denials that were printed: one line for each topic and reason
};

} // namespace mqttx::app::pub
