// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/mqtt/session.hpp"
#include "tests/support/scripted_broker.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mqttx::mqtt::test {

using mqttx::test::ScriptedBroker;

/// Notes what a session tells, in its order; the functions may be set to do more.
struct Listener : SessionListener {
    std::vector<std::string> heard;
    std::function<void(const Message&)> on_each_message = [](const Message&) {};
    std::function<void()> on_safe = [] {};
    std::function<void(bool)> on_up = [](bool) {};

    void on_connected(const Connack& /*connack*/, bool again) override {
        heard.emplace_back(again ? "connected again" : "connected");
        on_up(again);
    }

    void on_message(const Message& message) override {
        heard.push_back("message " + std::string{as_text(message.payload)});
        on_each_message(message);
    }

    void before_acknowledging() override { on_safe(); }

    void on_published(std::uint64_t ticket, int code, std::string_view /*reason*/) override {
        heard.push_back("published " + std::to_string(ticket) + (code >= 0x80 ? " denied" : ""));
    }

    void on_lost(std::uint64_t ticket) override {
        heard.push_back("lost " + std::to_string(ticket));
    }

    void on_granted(std::span<const Grant> grants, std::string_view /*reason*/) override {
        heard.push_back("granted " + std::to_string(grants.size()));
    }

    void on_notice(const std::string& text) override { heard.push_back("notice " + text); }

    std::string name_of(std::uint64_t ticket) override {
        return "message " + std::to_string(ticket);
    }

    [[nodiscard]] bool has_heard(std::string_view what) const;
};

inline bool Listener::has_heard(std::string_view what) const {
    for (const auto& line : heard) {
        if (line.starts_with(what)) {
            return true;
        }
    }
    return false;
}

/// A session with a scripted broker, both on the test's own thread: nothing happens but in drive().
struct Pair {
    explicit Pair(std::string_view script, ConnectOptions options = {}) : broker{script} {
        options.host = "127.0.0.1";
        options.port = broker.port();
        session.emplace(std::move(options), listener);
    }

    /// Turns broker and session until the condition holds; false when it does not within 20 s.
    template <typename Condition> bool drive(Condition condition) {
        const auto end = Session::Clock::now() + std::chrono::seconds{20};
        while (!condition()) {
            if (Session::Clock::now() > end) {
                return false;
            }
            broker.turn();
            session->step({{}, Session::Clock::now() + std::chrono::milliseconds{1}});
            ++turns;
        }
        return true;
    }

    ScriptedBroker broker;
    Listener listener;
    std::optional<Session> session;
    int turns = 0;
};

} // namespace mqttx::mqtt::test
