// SPDX-License-Identifier: Apache-2.0
#include "common/acl/reach.hpp"

#include "common/acl/accepted.hpp"
#include "common/topic/match.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace mqttx::acl {

Reach::Reach(
    const Reading& reading,
    const Client& client,
    Action action,
    std::span<const std::string> system_roots
)
    : main_{reading.policy, reading.broker, client, action, system_roots} {
    if (action.operation != Operation::publish && compares_filters_as_topics(reading.broker)) {
        take_accepted(reading, client, action, system_roots);
        return;
    }
    if (action.operation == Operation::receive && reading.policy.format == Format::dynsec) {
        const Action subscribing{Operation::subscribe};
        subscribe_.emplace(reading.policy, reading.broker, client, subscribing, system_roots);
    }
    allowed_ = allowed_topics(main_);
    denied_ = denied_topics(main_);
    if (subscribe_) {
        subscribable_ = allowed_topics(*subscribe_);
        denied_ = united(std::move(denied_), denied_topics(*subscribe_));
    }
}

/// Messages arrive that a SUBSCRIBE brings; none of them is looked at again.
void Reach::take_accepted(
    const Reading& reading,
    const Client& client,
    Action action,
    std::span<const std::string> system_roots
) {
    accepted_ = std::make_unique<Accepted>();
    const bool any_qos = action.operation == Operation::receive;
    action.operation = Operation::subscribe;
    for (int qos = any_qos ? 0 : action.qos; qos <= (any_qos ? 2 : action.qos); ++qos) {
        action.qos = qos;
        const auto& chain = *accepted_->chains.emplace_back(
            std::make_unique<Chain>(reading.policy, reading.broker, client, action, system_roots)
        );
        for (auto& filter : accepted_filters(chain)) {
            if (std::find(accepted_->filters.begin(), accepted_->filters.end(), filter) ==
                accepted_->filters.end()) {
                accepted_->filters.push_back(std::move(filter));
            }
        }
    }
    for (const auto& filter : accepted_->filters) {
        accepted_->set.add(filter, 0);
        allowed_.push_back({filter, {}});
    }
    for (const auto& chain : accepted_->chains) { // each topic by itself
        allowed_ = united(std::move(allowed_), allowed_topics(*chain));
    }
    if (accepted_->chains.size() > 1) { // with every QoS: what is allowed at one, and no wider
        denied_.push_back({std::nullopt, {{&accepted_->set}}});
        return;
    }
    denied_ = denied_topics(*accepted_->chains.front());
    for (auto& part : denied_) {
        part.without.push_back({&accepted_->set});
    }
}

const std::string* Reach::bringing(std::string_view topic) const {
    if (!accepted_) {
        return nullptr;
    }
    const auto found = std::find_if(
        accepted_->filters.begin(),
        accepted_->filters.end(),
        [&](const std::string& filter) { return topic::matches(filter, topic); }
    );
    return found == accepted_->filters.end() ? nullptr : &*found;
}

std::optional<std::string> Reach::beyond(const Reach& other) const {
    std::array<const Region*, 3> regions{&allowed_, &other.denied_, &subscribable_};
    return common_topic(std::span{regions}.first(subscribe_ ? 3 : 2));
}

std::optional<std::string> Reach::common(const Reach& other) const {
    std::vector<const Region*> regions{&allowed_, &other.allowed_};
    for (const auto* reach : {this, &other}) {
        if (reach->subscribe_) {
            regions.push_back(&reach->subscribable_);
        }
    }
    return common_topic(regions);
}

std::optional<std::string> Reach::some() const {
    std::array<const Region*, 2> regions{&allowed_, &subscribable_};
    return common_topic(std::span{regions}.first(subscribe_ ? 2 : 1));
}

std::optional<std::string> Reach::missing() const {
    std::array<const Region*, 1> regions{&denied_};
    return common_topic(regions);
}

bool may_do_something(const Reading& reading, const Client& client) {
    return Reach{reading, client, Operation::publish}.some() ||
           Reach{reading, client, Operation::receive}.some();
}

bool lets_somebody(const Reading& reading) {
    const auto lets = [&](std::optional<std::string> user) {
        return may_do_something(reading, {std::move(user), "<client-id>"});
    };
    const auto& subjects = reading.policy.subjects;
    return lets(std::nullopt) || lets("<user>") ||
           std::any_of(subjects.begin(), subjects.end(), [&](const Subject& subject) {
               return !subject.anonymous && !subject.name.empty() &&
                      lets(std::string{subject.name});
           });
}

} // namespace mqttx::acl
