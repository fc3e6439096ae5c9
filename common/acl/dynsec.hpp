// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/json.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What an entry of a role speaks of. Literal ones are compared with the SUBSCRIBE's filter as
/// text, patterns must contain it.
enum class DynsecAclType : std::uint8_t {
    publish_client_send,
    publish_client_receive,
    subscribe_literal,
    subscribe_pattern,
    unsubscribe_literal,
    unsubscribe_pattern,
};

/// The word in the file: "publishClientSend" ...
std::string_view dynsec_word(DynsecAclType type) noexcept;

/// An entry of a role. Entries with an unknown acltype or without a topic are not taken; a topic is
/// taken whatever it says.
struct DynsecAcl {
    DynsecAclType type = DynsecAclType::publish_client_send;
    bool allow = false; ///< denies unless the file says otherwise
    int priority = 0;
    std::string topic{};
    Span span{}; ///< the entry's object
    Span type_span{};
    Span topic_span{};
};

struct DynsecRole {
    std::string name;
    Span name_span;
    Span span;
    /// False: a subscription with a wildcard is refused by this role before anything else is looked
    /// at. Mosquitto 2.1 on; 2.0 does not know it.
    bool allow_wildcard_subscriptions = true;
    std::vector<DynsecAcl> acls{}; ///< in the order of the file
};

/// A role of a client or group, or a client of a group, by name.
struct DynsecMember {
    std::string name;
    int priority = -1;
    Span span; ///< of the name
};

struct DynsecGroup {
    std::string name;
    Span name_span;
    Span span;
    std::vector<DynsecMember> roles{};   ///< as written, unknown ones too
    std::vector<DynsecMember> clients{}; ///< the priority orders the groups of a client
};

struct DynsecClient {
    std::string name; ///< the user name
    Span name_span;
    Span span;
    std::optional<std::string> client_id{}; ///< the only one the client may use
    bool disabled = false;
    bool has_password = false; ///< without one nobody can connect as this client
    std::vector<DynsecMember> roles{};
};

/// The answer where no entry of any role speaks; false unless the file says otherwise.
struct DynsecDefaults {
    bool publish_client_send = false;
    bool publish_client_receive = false;
    bool subscribe = false;
    bool unsubscribe = false;
    Span span{}; ///< of defaultACLAccess, empty when it is not there
};

/// Something the broker passes over without a word.
struct DynsecNotice {
    enum class Cause : std::uint8_t {
        not_an_object,    ///< the whole file, or an entry of a list
        wrong_kind,       ///< a text, number, truth value or list is expected here
        no_name,          ///< a role, group, client, or mention of one without name
        unknown_acl_type, ///< an entry with another acltype
        no_acl_type,
        no_topic,
        unknown_member, ///< of an object that the broker reads
        duplicate_name, ///< a role, group or client of this name is there already (see `first`)
        unknown_role,
        unknown_client, ///< in a group
        unknown_group,  ///< as anonymousGroup
        repeated_member ///< a role or client that the list has already (see `first`)
    };

    Cause cause;
    Span span;
    Span first{};

    /// A sentence, lower case, no full stop.
    [[nodiscard]] std::string_view sentence() const noexcept;
};

/// A configuration of Mosquitto's dynamic security plugin, as the plugin of 2.0 and 2.1 takes it:
/// names of members and acltypes whatever their letter case, the first of several members, priority
/// of a role -1 and of an entry 0 unless told. A file with an error in `document` is not taken at
/// all. The text must outlive it.
///
/// A client's roles come first, by falling priority and rising name, then its groups in the same
/// order, each with its roles likewise; within a role the entries of one type by falling priority
/// and then as in the file, subscribe_literal before subscribe_pattern. The first that matches
/// decides.
struct DynsecFile {
    JsonDocument document;
    DynsecDefaults defaults{};
    std::vector<DynsecRole> roles{};
    std::vector<DynsecClient> clients{};
    std::vector<DynsecGroup> groups{};
    std::optional<DynsecMember> anonymous_group{}; ///< the group of clients without user name
    std::vector<DynsecNotice> notices{};           ///< in the order of the text
};

/// Reads any bytes (less than 4 GiB), as far as they make sense.
DynsecFile read_dynsec(std::string_view text);

} // namespace mqttx::acl
