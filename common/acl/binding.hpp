// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What may stand for %u and %c so that a filter matches a topic; none for a variable that does not
/// matter. The values point into the topic.
struct Binding {
    std::optional<std::string_view> user{};
    std::optional<std::string_view> id{};

    bool operator==(const Binding&) const = default;
};

/// All values with which the filter may match the topic, when variables are replaced wherever they
/// stand; brokers that are more particular take fewer.
std::vector<Binding> bindings(std::string_view filter, std::string_view topic);

} // namespace mqttx::acl
