// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// The subject of a native rule, as far as the rule is about a topic.
struct NativeGrant {
    const Rule* rule;
    /// Names that a client must have so that the rule is about the topic; they point into it.
    std::optional<std::string_view> user{};
    std::optional<std::string_view> client_id{};
    std::optional<std::string_view> common_name{};
    /// A deny that is about the topic because its variable cannot be replaced for these clients:
    /// the variable.
    std::optional<std::string_view> unusable{};
};

/// Who may do something: whoever one of `allowed` is about and none of `denied`.
struct NativeWho {
    std::vector<NativeGrant> allowed;
    std::vector<NativeGrant> denied;
};

/// Everyone who may publish to a topic (at some QoS, retained or not, as the rules say), or receive
/// it. A rule whose whole subject is denied it grants nobody anything and is left out; denies stand
/// in the answer only when somebody is allowed.
NativeWho native_who(const Policy& policy, Operation operation, std::string_view topic);

} // namespace mqttx::acl
