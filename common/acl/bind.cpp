// SPDX-License-Identifier: Apache-2.0
#include "common/acl/bind.hpp"

#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::acl {

namespace {

bool holds_any(const std::optional<std::string>& name, const char* characters) noexcept {
    return name && name->find_first_of(characters) != std::string::npos;
}

/// Mosquitto 2.0 replaces %u and %c wherever they stand.
std::optional<std::string> bind_anywhere(const Rule& rule, const Client& client) {
    std::string bound;
    for (std::size_t at = 0; at < rule.filter.size(); ++at) {
        const auto pair = rule.filter.substr(at, 2);
        if (pair != "%u" && pair != "%c") {
            bound += rule.filter[at];
            continue;
        }
        const auto& value = pair == "%u" ? client.user : client.id;
        if (!value || (pair == "%u" && value->empty())) {
            return std::nullopt;
        }
        bound += *value;
        ++at;
    }
    return bound;
}

/// Whether a name may stand for a level, the first one or another.
bool is_usable(std::string_view name, bool at_first, const char* refused) noexcept {
    return !name.empty() && name.find_first_of(refused) == std::string_view::npos &&
           !(at_first && name.front() == '$');
}

/// The name that a variable of the native format stands for.
std::optional<std::string> value_of(Variable variable, const Client& client) {
    switch (variable) {
    case Variable::username:
        return client.user;
    case Variable::client_id:
        return client.id;
    default:
        return client.certificate ? client.certificate->common_name : std::nullopt;
    }
}

/// Everybody else replaces them only where they are a whole level.
std::optional<std::string> bind_levels(const Rule& rule, const Client& client, Broker broker) {
    topic::Levels levels{rule.filter};
    std::string bound;
    for (bool first = true; const auto level = levels.next(); first = false) {
        bound += first ? "" : "/";
        if (*level != "%u" && *level != "%c") {
            bound += *level;
            continue;
        }
        const auto& value = *level == "%u" ? client.user : client.id;
        if (value && is_usable(*value, first, broker == Broker::strict ? "/+#" : "+#")) {
            bound += *value;
        } else if (broker == Broker::strict && rule.effect == Effect::deny) {
            return bound + '#';
        } else {
            return std::nullopt;
        }
    }
    return bound;
}

} // namespace

std::optional<std::string> bind(const Rule& rule, const Client& client, Broker broker) {
    if (!rule.has_variables || broker == Broker::dynsec_2_0) {
        return std::string{rule.filter};
    }
    if (broker == Broker::mosquitto_2_0) {
        return bind_anywhere(rule, client);
    }
    // A pattern that names the user is passed over for clients without name, also where 2.1 does
    // not replace it.
    if (broker == Broker::mosquitto_2_1 && !client.name() &&
        rule.filter.find("%u") != std::string_view::npos) {
        return std::nullopt;
    }
    return bind_levels(rule, client, broker);
}

bool fits_level(std::string_view name, bool is_first) noexcept {
    return is_usable(name, is_first, "/+#");
}

std::optional<std::string> bind_native(const Rule& rule, const Client& client) {
    topic::Levels levels{rule.filter};
    std::string bound;
    for (bool first = true; const auto level = levels.next(); first = false) {
        bound += first ? "" : "/";
        const auto variable = variable_in(*level);
        if (variable == Variable::none) {
            bound += *level;
            continue;
        }
        const auto value = value_of(variable, client);
        if (value && fits_level(*value, first)) {
            bound += *value;
        } else if (rule.effect == Effect::deny) {
            return bound + '#';
        } else {
            return std::nullopt;
        }
    }
    return bound;
}

namespace {

constexpr std::array native_variables{
    std::pair{std::string_view{"${username}"}, Variable::username},
    std::pair{std::string_view{"${client-id}"}, Variable::client_id},
    std::pair{std::string_view{"${cert-cn}"}, Variable::cert_cn}};

/// Of EMQX: what nothing in an MQTT packet tells.
constexpr std::array<std::string_view, 2> foreign_variables{"${zone}", "${client_attrs."};

/// EMQX lets no name be more than a part of a level; HiveMQ refuses those with '+' or '#' when they
/// connect, and takes a '/' as it is.
std::optional<std::string>
bind_within(const Rule& rule, const Client& client, const char* refused) {
    std::string bound;
    auto rest = rule.filter;
    while (!rest.empty()) {
        const auto* const found =
            std::find_if(native_variables.begin(), native_variables.end(), [&](const auto& known) {
                return rest.starts_with(known.first);
            });
        const bool foreign = std::any_of(
            foreign_variables.begin(),
            foreign_variables.end(),
            [&](std::string_view known) { return rest.starts_with(known); }
        );
        if (foreign) {
            return std::nullopt;
        }
        if (found == native_variables.end()) {
            bound += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        const auto value = value_of(found->second, client);
        if (!value || value->empty() || holds_any(value, refused)) {
            return std::nullopt;
        }
        bound += *value;
        rest.remove_prefix(found->first.size());
    }
    return bound;
}

} // namespace

std::optional<std::string>
bind_rule(const Policy& policy, const Rule& rule, const Client& client, Broker broker) {
    if (!rule.has_variables) {
        return std::string{rule.filter};
    }
    if (policy.format == Format::emqx || broker == Broker::emqx) {
        return bind_within(rule, client, "/+#");
    }
    if (policy.format == Format::hivemq || broker == Broker::hivemq) {
        return bind_within(rule, client, "+#");
    }
    return policy.audience ? bind_native(rule, client) : bind(rule, client, broker);
}

bool holds_native_variable(std::string_view level) noexcept {
    if (level.find("${") == std::string_view::npos) {
        return false;
    }
    const auto within = [&](std::string_view name) {
        return level.find(name) != std::string_view::npos;
    };
    return std::any_of(
               native_variables.begin(),
               native_variables.end(),
               [&](const auto& known) { return within(known.first); }
           ) ||
           std::any_of(foreign_variables.begin(), foreign_variables.end(), within);
}

std::optional<std::string> reserved_topics(const Rule& rule, const Client& client) {
    const auto first = rule.filter.substr(0, rule.filter.find('/'));
    const auto variable = variable_in(first);
    const auto value = variable == Variable::none ? std::nullopt : value_of(variable, client);
    if (!value || !value->starts_with('$')) {
        return std::nullopt;
    }
    const auto root = value->substr(0, value->find('/'));
    return root.find_first_of("+#") == std::string::npos ? std::optional{root + "/#"}
                                                         : std::nullopt;
}

Variable variable_in(std::string_view level) noexcept {
    return level == "${username}"    ? Variable::username
           : level == "${client-id}" ? Variable::client_id
           : level == "${cert-cn}"   ? Variable::cert_cn
                                     : Variable::none;
}

bool is_refused_by_patterns(const Client& client) noexcept {
    return holds_any(client.user, "+#") || holds_any(client.id, "+#");
}

} // namespace mqttx::acl
