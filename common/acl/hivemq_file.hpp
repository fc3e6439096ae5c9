// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/finding.hpp"
#include "common/acl/policy.hpp"
#include "common/acl/xml.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The credentials.xml of HiveMQ's File RBAC extension: users with roles, and what a role permits.
/// Nothing is denied but by not being permitted.
namespace mqttx::acl {

struct HivemqPermission {
    std::string topic; ///< as written
    Span span;
    Span topic_span{}; ///< of the characters
    bool publish = true;
    bool subscribe = true;
    std::uint8_t qos = 0b111;
    RetainRule retain = RetainRule::any; ///< of messages that are published
    bool shared = true;                  ///< subscriptions of groups
    bool own = true;                     ///< other subscriptions
    std::string group = "#";             ///< the only one; "#": any
};

struct HivemqRole {
    std::string id;
    Span span;
    Span id_span{};
    std::vector<HivemqPermission> permissions{};
};

struct HivemqUser {
    std::string name;
    Span span;
    Span name_span{};
    std::string password{};
    Span password_span{};
    std::vector<std::uint32_t> roles{}; ///< by number, those that are defined
};

/// A credentials.xml as it was read. What HiveMQ refuses stands in `faults`, as findings of
/// severity error with the ids of lint rules: with any of them it does not take the file. What it
/// passes over, or does not take before it is filled in (A035), stands in `notices`.
struct HivemqFile {
    XmlDocument document;
    std::vector<HivemqUser> users{};
    std::vector<HivemqRole> roles{};
    std::vector<Finding> faults{};
    std::vector<Finding> notices{};
};

/// Reads any bytes (less than 4 GiB), which must outlive the file.
HivemqFile read_hivemq(std::string_view text);

/// What a file without faults means: a section for each permission, in the order of the roles,
/// whose subject is the role. Its topics have the variables of the native format, wherever in a
/// level they stand. The text must outlive it.
Policy policy_of(const HivemqFile& file);

/// Whether a text looks like one: its first line that is not blank begins with a tag.
bool looks_like_hivemq(std::string_view text) noexcept;

/// "ZERO_ONE" for a set of QoS that is not empty.
std::string_view hivemq_qos_word(std::uint8_t qos) noexcept;

} // namespace mqttx::acl
