// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/subscriptions.hpp"

#include "common/base/text.hpp"
#include "common/mqtt/reason_codes.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <optional>

namespace mqttx::app::sub {

namespace {

constexpr int first_refusal = 0x80;

Error refusal(
    std::string_view broker, const mqtt::Grant& grant, std::string_view reason, Advice* advice
) {
    const auto said = reason.empty() ? std::string{} : cat(" (\"", reason, "\")");
    return {
        ErrorKind::denied,
        cat(broker,
            " refused the subscription to ",
            in_quotes(grant.subscription.filter),
            ": ",
            mqtt::describe_code(grant.code, true),
            said),
        advice != nullptr
            ? advice->after_denial(
                  {acl::Operation::subscribe, grant.subscription.qos}, grant.subscription.filter
              )
        : mqtt::lacks_permission(grant.code)
            ? "this user may not subscribe there: ask for the permission, or check the filter"
            : "",
        ErrorFacts{.mqtt_reason = grant.code, .reason_string = std::string{reason}}};
}

} // namespace

std::vector<mqtt::Subscription> subscriptions_of(const Options& options) {
    std::vector<mqtt::Subscription> all;
    const auto add = [&](const std::string& filter, int qos) {
        all.push_back(
            {filter, qos, options.no_local, options.retain_as_published, options.retain_handling}
        );
    };
    for (const auto& filter : options.filters) {
        add(filter, options.qos);
    }
    for (const auto& [filter, qos] : options.filters_with_qos) {
        add(filter, qos[0] - '0');
    }
    // Filters that ask for the same stand side by side: a SUBSCRIBE packet each.
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.qos < b.qos;
    });
    return all;
}

Subscriptions::Subscriptions(const Options& options, cli::Diagnostics& diagnostics)
    : subscriptions_{subscriptions_of(options)}, unsubscriptions_{options.unsubscriptions},
      diagnostics_{diagnostics}, advice_{options.advice} {}

void Subscriptions::request(mqtt::Session& session, const cli::PropertyOptions& properties) {
    asked_ = true;
    refused_ = 0;
    unanswered_ = subscriptions_.size() + unsubscriptions_.size();
    for (auto group = subscriptions_.begin(); group != subscriptions_.end();) {
        const auto end = std::find_if(group, subscriptions_.end(), [&](const auto& one) {
            return one.qos != group->qos;
        });
        session.subscribe({group, end}, properties.of(mqtt::PropertyPacket::subscribe));
        group = end;
    }
    for (const auto& filter : unsubscriptions_) {
        session.unsubscribe(filter, properties.of(mqtt::PropertyPacket::unsubscribe));
    }
}

/// What the broker promises less than it was asked for, once per topic filter.
void Subscriptions::note_weaker(std::string_view broker, const mqtt::Grant& grant) {
    const auto& filter = grant.subscription.filter;
    const int qos = grant.subscription.qos;
    if (grant.code < qos && weaker_.insert(filter).second) {
        diagnostics_.note(
            cat(broker, " grants QoS ", grant.code, " to ", in_quotes(filter), ", not ", qos)
        );
    }
}

void Subscriptions::granted(
    std::string_view broker, std::span<const mqtt::Grant> grants, std::string_view reason
) {
    unanswered_ -= grants.size();
    for (const auto& grant : grants) {
        if (grant.code < first_refusal) {
            note_weaker(broker, grant);
            continue;
        }
        any_denied_ = true;
        const auto fault = refusal(broker, grant, reason, advice_.get());
        if (++refused_ == subscriptions_.size()) {
            throw Error{fault};
        }
        diagnostics_.error(fault);
    }
}

bool Subscriptions::overlap() const {
    for (std::size_t one = 0; one < subscriptions_.size(); ++one) {
        for (std::size_t other = one + 1; other < subscriptions_.size(); ++other) {
            if (topic::overlaps(
                    topic::without_share(subscriptions_[one].filter),
                    topic::without_share(subscriptions_[other].filter)
                )) {
                return true;
            }
        }
    }
    return false;
}

} // namespace mqttx::app::sub
