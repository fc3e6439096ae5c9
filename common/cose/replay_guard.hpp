// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/headers.hpp"
#include "common/cose/replay_window.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mqttx::cose {

/// Remembers which messages were accepted: a window for each sender, session and topic. A session
/// is forgotten once everything it sent is too old to be accepted anyway.
class ReplayGuard {
  public:
    /// Sessions remembered of those that never get too old; the least recently heard goes first.
    static constexpr std::size_t most_ageless_sessions = 65'536;

    /// Takes note of an authentic message of `sender` at `now`. `forget_at` is the time from which
    /// everything of the session that arrived until now is too old; none when nothing ever is.
    ReplayWindow::Answer accept(
        std::string_view sender,
        std::string_view topic,
        const MessageId& id,
        std::int64_t now,
        std::optional<std::int64_t> forget_at
    );

    /// Every session, least recently heard first: its name, when it is forgotten, its window.
    template <typename Visitor> void visit(const Visitor& visitor) const {
        for (const auto& session : sessions_) {
            visitor(std::string_view{session.name}, session.forget_at, session.window);
        }
    }

    /// Takes in a session that visit() told of.
    void restore(std::string_view name, std::optional<std::int64_t> forget_at, ReplayWindow window);

    /// Windows in memory.
    [[nodiscard]] std::size_t size() const noexcept { return sessions_.size(); }

  private:
    struct Session {
        std::string name; ///< session, sender and topic in one
        std::optional<std::int64_t> forget_at;
        ReplayWindow window;
    };

    using Sessions = std::list<Session>;

    void forget(std::int64_t now);

    Sessions sessions_{}; ///< least recently heard first
    std::unordered_map<std::string_view, Sessions::iterator> by_name_{}; ///< views into sessions_
    std::string name_{}; ///< of the session asked for; kept, so that a look-up allocates nothing
};

} // namespace mqttx::cose
