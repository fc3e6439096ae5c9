// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/broker.hpp"
#include "common/acl/policy.hpp"

#include <string>
#include <vector>

namespace mqttx::acl {

/// Something the other format cannot say.
struct ConversionLoss {
    Span span;           ///< in the source; empty for the file as a whole
    std::string message; ///< a sentence, lower case, no full stop; parts of the file not escaped
};

/// A file in the other format: it never grants more than the source, and no less but where a loss
/// says so. What it means is for the caller to compare (diff.hpp).
struct Converted {
    std::string text;
    std::vector<ConversionLoss> losses; ///< in the order of the source
};

/// The broker of another format that is as old as this one; `strict` stays itself.
Broker counterpart(Broker broker) noexcept;

/// An acl_file as a dynamic security configuration: a role for each section, the patterns as one
/// role behind the client's own, denies ahead of allows by priority, every SUBSCRIBE accepted.
/// Clients have no passwords. `broker` reads the policy.
Converted to_dynsec(const Policy& policy, Broker broker);

/// A dynamic security configuration as an acl_file: what each client may do after roles, groups and
/// priorities are worked out, as rules of its own.
Converted to_acl_file(const Policy& policy, Broker broker);

/// An acl_file or a dynamic security configuration as a native file: sections as rules for a user,
/// the anonymous or everybody; of the plugin what each client may do after roles, groups and
/// priorities. A native deny goes before every allow, so what a deny leaves to others may be lost.
/// A file of EMQX or HiveMQ by what its rules say of topics, not of the text of a SUBSCRIBE.
Converted to_native(const Policy& policy, Broker broker);

/// A native file as an acl_file, or through one as a dynamic security configuration: what asks for
/// QoS, retained messages, client ids or certificates is left out, and a deny of that kind is about
/// more.
Converted native_to_acl_file(const Policy& policy);
Converted native_to_dynsec(const Policy& policy);

} // namespace mqttx::acl
