// SPDX-License-Identifier: Apache-2.0
#include "common/acl/broker.hpp"

#include <algorithm>

namespace mqttx::acl {

std::string_view broker_name(Broker broker) noexcept {
    switch (broker) {
    case Broker::mosquitto_2_0:
        return "mosquitto-2.0";
    case Broker::mosquitto_2_1:
        return "mosquitto-2.1";
    case Broker::dynsec_2_0:
        return "dynsec-2.0";
    case Broker::dynsec_2_1:
        return "dynsec-2.1";
    case Broker::emqx:
        return "emqx";
    case Broker::hivemq:
        return "hivemq";
    default:
        return "strict";
    }
}

std::optional<Broker> broker_named(std::string_view name) noexcept {
    const auto* const found =
        std::find_if(all_brokers.begin(), all_brokers.end(), [&](Broker broker) {
            return broker_name(broker) == name;
        });
    return found == all_brokers.end() ? std::nullopt : std::optional{*found};
}

Broker newest_broker(Format format) noexcept {
    switch (format) {
    case Format::mosquitto:
        return Broker::mosquitto_2_1;
    case Format::dynsec:
        return Broker::dynsec_2_1;
    case Format::emqx:
        return Broker::emqx;
    case Format::hivemq:
        return Broker::hivemq;
    default:
        return Broker::strict;
    }
}

bool reads(Broker broker, Format format) noexcept {
    return broker == Broker::strict ||
           (accepts_every_subscribe(broker) && format == Format::mosquitto) ||
           (is_dynsec(broker) && format == Format::dynsec) ||
           (broker == Broker::emqx && (format == Format::emqx || format == Format::native)) ||
           (broker == Broker::hivemq && (format == Format::hivemq || format == Format::native));
}

} // namespace mqttx::acl
