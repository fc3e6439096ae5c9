// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Parts of an acl.conf as text; for common/acl alone.
namespace mqttx::acl::emqx_parts {

std::string erlang_string(std::string_view text);

/// Whom a rule is for. The tests are of user names, client ids, `any` and `authenticated`, which is
/// every client with a user name.
std::string who_term(const std::vector<Conjunction>& any_of);

/// What a rule is about, of publishing and subscribing one or both.
std::string action_term(const Rule& rule, bool publish, bool subscribe);

} // namespace mqttx::acl::emqx_parts
