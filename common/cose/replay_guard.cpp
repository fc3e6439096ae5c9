// SPDX-License-Identifier: Apache-2.0
#include "common/cose/replay_guard.hpp"

#include "common/base/bytes.hpp"

namespace mqttx::cose {

namespace {

/// The session's 8 bytes, the sender with its length before it, the topic: no two are the same.
void write_name(
    std::string& name, std::string_view sender, std::string_view topic, const MessageId& id
) {
    const auto bytes = id.to_bytes();
    const auto length = static_cast<std::uint32_t>(sender.size());
    name.assign(as_text(ByteView{bytes}.first(8)));
    for (unsigned shift = 0; shift < 32; shift += 8) {
        name.push_back(static_cast<char>(length >> shift & 0xFFU));
    }
    name.append(sender).append(topic);
}

} // namespace

void ReplayGuard::forget(std::int64_t now) {
    // Two for each one that may come: the list shrinks as soon as it can.
    for (int count = 0; count < 2 && !sessions_.empty(); ++count) {
        const Session& oldest = sessions_.front();
        const bool is_due =
            oldest.forget_at ? *oldest.forget_at <= now : sessions_.size() >= most_ageless_sessions;
        if (!is_due) {
            return;
        }
        by_name_.erase(oldest.name);
        sessions_.pop_front();
    }
}

void ReplayGuard::restore(
    std::string_view name, std::optional<std::int64_t> forget_at, ReplayWindow window
) {
    if (by_name_.contains(name)) {
        return;
    }
    sessions_.push_back({std::string{name}, forget_at, std::move(window)});
    by_name_.emplace(sessions_.back().name, std::prev(sessions_.end()));
}

ReplayWindow::Answer ReplayGuard::accept(
    std::string_view sender,
    std::string_view topic,
    const MessageId& id,
    std::int64_t now,
    std::optional<std::int64_t> forget_at
) {
    write_name(name_, sender, topic, id);
    auto known = by_name_.find(name_);
    if (known == by_name_.end()) {
        forget(now);
        sessions_.push_back({name_, forget_at, {}});
        known = by_name_.emplace(sessions_.back().name, std::prev(sessions_.end())).first;
    }
    Session& session = *known->second;
    session.forget_at = forget_at;
    sessions_.splice(sessions_.end(), sessions_, known->second);
    return session.window.accept(id.counter);
}

} // namespace mqttx::cose
