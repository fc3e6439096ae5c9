// SPDX-License-Identifier: Apache-2.0
#include "common/acl/flow.hpp"

#include "common/acl/audience.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"

#include <array>
#include <memory>
#include <set>

namespace mqttx::acl {

namespace {

/// So many clients at most stand for a party: the first of each kind of its members.
constexpr std::size_t most_clients = 8;

std::vector<Client> clients_for(const Audience& audience, const std::vector<Conjunction>& subject) {
    const std::string id{some_id};
    const std::array<Client, 3> bases{
        Client{std::nullopt, id},
        Client{std::string{some_user}, id},
        Client{std::nullopt, id, CertificateNames{std::string{some_cn}, {}, {}}}};
    std::vector<Client> all;
    for (const auto& tests : without_roles(audience, subject, most_clients)) {
        const std::array<const Conjunction*, 1> together{&tests};
        for (const auto& base : bases) {
            auto clients = clients_of(base, together, 1);
            if (!clients.empty()) {
                all.push_back(std::move(clients.front()));
                break;
            }
        }
    }
    return all;
}

using Reaches = std::vector<std::unique_ptr<const Reach>>;

Reaches reaches_of(const Reading& reading, const Party& party, Operation operation) {
    Reaches reaches;
    for (const auto& client : party.clients) {
        reaches.push_back(std::make_unique<const Reach>(reading, client, operation));
    }
    return reaches;
}

std::optional<std::string> common_topic_of(const Reaches& publishing, const Reaches& receiving) {
    for (const auto& one : publishing) {
        for (const auto& other : receiving) {
            if (auto witness = one->common(*other)) {
                return witness;
            }
        }
    }
    return std::nullopt;
}

std::vector<Party> native_parties(const Policy& policy) {
    std::vector<Party> parties;
    std::set<std::string> known;
    for (std::uint32_t number = 0; number < policy.audience->set_count(); ++number) {
        const auto rules = policy.rules_of(policy.sections[number]);
        if (rules.empty() || rules.front().effect == Effect::deny) {
            continue;
        }
        const auto& subject = policy.audience->set(number);
        auto name = subject_words(subject);
        if (!known.insert(name).second) {
            continue;
        }
        parties.push_back({std::move(name), clients_for(*policy.audience, subject)});
    }
    return parties;
}

} // namespace

std::vector<Party> parties_of(const Policy& policy) {
    if (policy.audience) {
        return native_parties(policy);
    }
    const std::string id{some_id};
    std::vector<Party> parties;
    for (const auto& subject : policy.subjects) {
        if (!subject.anonymous && !subject.name.empty() && policy.find(subject.name) == &subject) {
            const std::string client_id{subject.client_id.value_or(some_id)};
            parties.push_back(
                {cat("user ", in_quotes(subject.name)), {{std::string{subject.name}, client_id}}}
            );
        }
    }
    parties.push_back({"anonymous", {{std::nullopt, id}}});
    parties.push_back({"other users", {{std::string{some_user}, id}}});
    return parties;
}

Flows flows_of(const Reading& reading) {
    Flows found{parties_of(reading.policy), {}};
    std::vector<Reaches> receiving;
    for (const auto& party : found.parties) {
        receiving.push_back(reaches_of(reading, party, Operation::receive));
    }
    for (std::size_t from = 0; from < found.parties.size(); ++from) {
        const auto publishing = reaches_of(reading, found.parties[from], Operation::publish);
        for (std::size_t to = 0; to < found.parties.size(); ++to) {
            if (auto witness = common_topic_of(publishing, receiving[to])) {
                found.flows.push_back({from, to, std::move(*witness)});
            }
        }
    }
    return found;
}

} // namespace mqttx::acl
