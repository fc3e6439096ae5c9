// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/probe_plan.hpp"

#include <algorithm>

namespace mqttx::app {

namespace {

constexpr acl::Action publish{acl::Operation::publish};

using Readings = std::span<const acl::Reading>;
using Clients = std::span<const acl::Client>;

/// What every reading says to every client; none when they disagree, or there are none.
std::optional<bool> answer_of(Readings readings, Clients clients, const std::string& topic) {
    std::optional<bool> answer;
    for (const auto& reading : readings) {
        for (const auto& client : clients) {
            const bool allows =
                acl::Chain{reading.policy, reading.broker, client, publish}.allows(topic);
            if (answer && *answer != allows) {
                return std::nullopt;
            }
            answer = allows;
        }
    }
    return answer;
}

class Planner {
  public:
    Planner(Readings before, Readings after, Clients clients)
        : before_{before}, after_{after}, clients_{clients} {}

    /// Adds the question when the new file denies the topic for certain.
    bool add_denied(const std::optional<std::string>& topic) {
        if (!topic || topic->starts_with('$') || answer_of(after_, clients_, *topic) != false) {
            return false;
        }
        questions_.push_back({*topic, answer_of(before_, clients_, *topic), false});
        return true;
    }

    /// Adds the question when the files say different things about the topic for certain.
    bool add_difference(const std::optional<std::string>& topic) {
        if (!topic || topic->starts_with('$')) {
            return false;
        }
        const auto old = answer_of(before_, clients_, *topic);
        const auto now = answer_of(after_, clients_, *topic);
        if (!old || !now || *old == *now) {
            return false;
        }
        questions_.push_back({*topic, old, *now});
        return true;
    }

    std::vector<ProbeQuestion> take() && { return std::move(questions_); }

  private:
    Readings before_;
    Readings after_;
    Clients clients_;
    std::vector<ProbeQuestion> questions_;
};

} // namespace

std::vector<ProbeQuestion>
probe_plan(Readings before, Readings after, Clients clients, const std::string& unused) {
    Planner planner{before, after, clients};
    const acl::Reach now{after.front(), clients.front(), acl::Operation::publish};
    if (!planner.add_denied(unused)) {
        planner.add_denied(now.missing());
    }
    for (const auto& reading : before) {
        const acl::Reach old{reading, clients.front(), acl::Operation::publish};
        if (planner.add_difference(old.beyond(now)) || planner.add_difference(now.beyond(old))) {
            break;
        }
    }
    return std::move(planner).take();
}

} // namespace mqttx::app
