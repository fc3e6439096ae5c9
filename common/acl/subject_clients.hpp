// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/glob.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Clients that stand for all that a subject lets in. For subjects without denials of their own it
/// holds: what is true of some client of two subjects is true of one that has no names but those
/// they ask for.
namespace mqttx::acl {

/// Names that stand in no file: of a user, a client id, and a certificate.
inline constexpr std::string_view some_user = "<user>";
inline constexpr std::string_view some_id = "<client-id>";
inline constexpr std::string_view some_cn = "<cn>";

/// A subject of a file with its roles written out: at most `most` conjunctions without roles.
std::vector<Conjunction>
without_roles(const Audience& audience, std::span<const Conjunction> any_of, std::size_t most);

/// The clients, one for each combination of values, for whom the conjunctions (without roles) hold
/// together; they have the names of `base` besides, and at most `most` are given.
std::vector<Client>
clients_of(const Client& base, std::span<const Conjunction* const> together, std::size_t most);

/// The client with the names alone that a file asks for.
Client without_made_up_names(Client client);

/// Whether each name of a client is one that the other has too.
bool has_no_more_names(const Client& client, const Client& than);

/// Clients whose names stand in one filter where the other has a variable.
std::vector<Client> named_clients(std::string_view a, std::string_view b);

/// What brings them apart in a look-up: the same for the same names.
std::string key_of(const Client& client);

} // namespace mqttx::acl
