// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one place that knows libmosquitto's header; for the files of this folder.
#include "common/mqtt/message.hpp"
#include "common/mqtt/properties.hpp"

#include <mosquitto.h>

#include <mqtt_protocol.h>

#include <string>

namespace mqttx::mqtt {

/// A list of the library's properties; its head is moved by every addition.
class PropertyList {
  public:
    PropertyList() = default;

    explicit PropertyList(const Properties& properties) { add(properties); }

    PropertyList(const PropertyList&) = delete;
    PropertyList& operator=(const PropertyList&) = delete;

    ~PropertyList() { ::mosquitto_property_free_all(&head_); }

    /// Adds a property; one that MQTT 5 does not define is passed over.
    void add(const Property& property);

    void add(const Properties& properties) {
        for (const auto& property : properties) {
            add(property);
        }
    }

    void add_number(int identifier, std::uint32_t number) { add({identifier, number}); }

    [[nodiscard]] mosquitto_property* get() const noexcept { return head_; }

    /// The list belongs to somebody else now.
    void release() noexcept { head_ = nullptr; }

  private:
    mosquitto_property* head_ = nullptr;
};

/// The library's list as values, in its order.
Properties read_properties(const mosquitto_property* list);

/// The reason string of a list, or an empty text.
std::string reason_string_of(const mosquitto_property* list);

/// What a CONNACK said.
Connack read_connack(int code, int flags, const mosquitto_property* list);

} // namespace mqttx::mqtt
