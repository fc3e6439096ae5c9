// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/policy_file.hpp"
#include "common/acl/decide.hpp"
#include "common/io/json_writer.hpp"

#include <optional>
#include <string>

namespace mqttx::app {

/// The user name that a broker takes from a certificate: its common name, if it has one. Throws
/// Error(local).
std::optional<std::string> common_name_of(const std::string& path);

/// All that a broker knows from it. Throws Error(local).
acl::CertificateNames certificate_names(const std::string& path);

/// "user 'alice' with client id 'x'" or "anonymous", safe to show.
std::string client_words(const acl::Client& client);

/// " at QoS 1 or 2": the QoS with a bit.
std::string qos_words(std::uint8_t qos);

/// "publish", "receive" or "subscribe".
std::string_view operation_word(acl::Operation operation) noexcept;

/// What a decision rests on, for people: the deciding rule with its place in a line of its own, why
/// it decides, what it beats, witnesses and notes. Each line begins with `margin`; those behind the
/// first two blanks further in.
std::string
reasons(const PolicyFile& file, const acl::Decision& decision, std::string_view margin = {});

/// A rule and its place as an object.
void put_rule(io::JsonWriter& json, const PolicyFile& file, const acl::Rule& rule);

/// The reasons as members of an object that is open.
void put_reasons(io::JsonWriter& json, const PolicyFile& file, const acl::Decision& decision);

} // namespace mqttx::app
