// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/will.hpp"

#include "apps/mqttx/pub/protection.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/properties.hpp"

#include <ctime>
#include <memory>
#include <utility>

namespace mqttx::app::pub {

namespace {

constexpr std::size_t largest_will = 65'535;

/// An envelope of the will in a session of its own: a will of an earlier connection may come too.
Bytes envelope_of(
    const mqtt::Will& will,
    const Options& options,
    const keys::Keyring& keyring,
    const Parties& parties
) {
    Protection protection{options, keyring, parties};
    protection.mark_wills();
    const auto now = std::time(nullptr);
    const auto keys = protection.keys_for(will.topic, now).value();
    return protection.seal(keys, will.topic, will.payload, now, will.properties);
}

} // namespace

void seal_will(
    mqtt::ConnectOptions& connect,
    const Options& options,
    const keys::Keyring& keyring,
    const Parties& parties
) {
    if (!connect.will || connect.will->payload.empty()) {
        return;
    }
    auto& will = *connect.will;
    const auto keys =
        Protection{options, keyring, parties}.keys_for(will.topic, std::time(nullptr));
    if (!keys) {
        return;
    }
    if (mqtt::number_of(will.properties, mqtt::property_id::payload_format_indicator)) {
        throw Error{
            ErrorKind::usage,
            cat("the will for ", in_quotes(will.topic), " is encrypted: it is not text"),
            "leave out --property will payload-format-indicator"};
    }
    const auto plain = std::make_shared<mqtt::Will>(will);
    will.sealed = [plain, &options, &keyring, parties] {
        return envelope_of(*plain, options, keyring, parties);
    };
    if (will.sealed().size() > largest_will) {
        throw Error{
            ErrorKind::usage,
            cat("the will has ", will.payload.size(), " bytes, too many for an encrypted one"),
            "MQTT carries wills of at most 65535 bytes, envelope included"};
    }
    if (connect.protocol == mqtt::Protocol::v5 || connect.protocol == mqtt::Protocol::newest) {
        will.properties = Protection::around_envelope(std::move(will.properties), *keys);
    }
}

void seal_will(mqtt::ConnectOptions& connect, const keys::Keyring& keyring) {
    static const Options no_options;
    if (connect.will && keyring.is_protected(connect.will->topic)) {
        seal_will(connect, no_options, keyring, {});
    }
}

} // namespace mqttx::app::pub
