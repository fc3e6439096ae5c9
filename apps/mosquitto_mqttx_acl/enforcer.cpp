// SPDX-License-Identifier: Apache-2.0
#include "apps/mosquitto_mqttx_acl/enforcer.hpp"

#include "common/acl/audience.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/topic/cover.hpp"
#include "common/topic/validity.hpp"

#include <openssl/x509.h>

namespace mqttx::mosquitto_acl {

namespace {

using acl::Chain;
using acl::Operation;

struct FreeReference {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

/// Of clients that are away the broker tells nothing when it forgets them, so neither are their
/// names kept beyond this many.
constexpr std::size_t most_states = 100'000;

/// Places of the chains: publishing by QoS and retain, receiving, subscribing by QoS.
constexpr std::size_t receive_slot = 6;
constexpr std::size_t subscribe_slot = 7;
constexpr std::size_t slots = 10;

bool is_same(const std::optional<std::string>& known, const char* now) {
    return known ? now != nullptr && *known == now : now == nullptr;
}

std::optional<std::string> text_of(const char* text) {
    return text == nullptr ? std::nullopt : std::optional<std::string>{text};
}

acl::CertificateNames names_in(const X509* certificate) {
    return {
        tls::common_name(X509_get_subject_name(certificate)),
        tls::alternative_names(certificate),
        tls::issuer_sha256(certificate)};
}

Verdict verdict_of(const Chain& chain, std::string_view topic) {
    const auto* clause = chain.deciding(topic);
    return clause == nullptr ? Verdict{}
                             : Verdict{clause->effect == acl::Effect::allow, clause->rule};
}

/// Whether all topics of a filter are allowed and none is denied; a deny goes before every allow.
Verdict verdict_of_filter(const Chain& chain, std::string_view filter) {
    if (const auto denied = chain.denying().overlapping(filter)) {
        return {false, chain.clauses()[*denied].rule};
    }
    const topic::Cover allowed{&chain.allowing()};
    return {!chain.allowing().empty() && !topic::uncovered(filter, {&allowed, 1}), nullptr};
}

} // namespace

/// What clients with the same rules may do.
struct Enforcer::Rights {
    acl::Client client;
    std::array<std::optional<Chain>, slots> chains{};
};

struct Enforcer::State {
    std::optional<std::string> id;
    std::optional<std::string> user;
    std::unique_ptr<X509, FreeReference> certificate;
    std::shared_ptr<Rights> rights;
};

Enforcer::Enforcer() = default;
Enforcer::~Enforcer() = default;

void Enforcer::use(std::unique_ptr<const Ruleset> rules) {
    states_.clear();
    rights_.clear();
    kept_rules_ = 0;
    rules_ = std::move(rules);
}

void Enforcer::forget(const void* client) {
    states_.erase(client);
}

/// A client may change its user name, and another one may come to the same address: both are looked
/// at each time. Our own reference keeps a certificate from being another one at its address.
Enforcer::State& Enforcer::state_of(const Asking& asking) {
    auto& known = states_[asking.client];
    if (known && is_same(known->id, asking.id) && is_same(known->user, asking.user) &&
        known->certificate.get() == asking.certificate) {
        return *known;
    }
    if (states_.size() > most_states) {
        states_.clear();
        return state_of(asking);
    }
    auto state = std::make_unique<State>();
    acl::Client client{text_of(asking.user), text_of(asking.id)};
    if (asking.certificate != nullptr) {
        X509_up_ref(asking.certificate);
        state->certificate.reset(asking.certificate);
        client.certificate = names_in(asking.certificate);
    }
    state->id = client.id;
    state->user = client.user;
    state->rights = rights_of(client);
    known = std::move(state);
    return *known;
}

/// Clients with the same rules share them, and with the same names too where a rule has variables.
std::shared_ptr<Enforcer::Rights> Enforcer::rights_of(const acl::Client& client) {
    const auto& policy = rules_->policy;
    std::string key;
    bool by_name = false;
    std::size_t rules = 0;
    for (const auto number : policy.audience->matching(client)) {
        const auto& section = policy.sections[number];
        for (const auto& rule : policy.rules_of(section)) {
            by_name = by_name || rule.has_variables;
        }
        rules += section.count;
        key.append(std::to_string(number)).append(1, ',');
    }
    key += by_name ? acl::key_of(client) : std::string{};
    auto& known = rights_[key];
    if (!known) {
        known = std::make_shared<Rights>(Rights{client});
        kept_rules_ += rules;
    }
    auto rights = known;
    drop_unused_rights();
    return rights;
}

/// A client that comes for one message and goes would have everything worked out anew each time: so
/// what nobody needs at the moment is kept, up to a number of rules.
void Enforcer::drop_unused_rights() {
    constexpr std::size_t most_rules = 1'000'000;
    constexpr std::size_t most_entries = 100'000;
    if (kept_rules_ > most_rules || rights_.size() > most_entries + states_.size()) {
        std::erase_if(rights_, [](const auto& entry) { return entry.second.use_count() == 1; });
        kept_rules_ = 0;
    }
}

const Chain& Enforcer::chain_of(State& state, std::size_t slot, const acl::Action& action) {
    auto& chain = state.rights->chains[slot];
    if (!chain) {
        chain.emplace(rules_->policy, acl::Broker::strict, state.rights->client, action);
    }
    return *chain;
}

Verdict Enforcer::publish(const Asking& asking, std::string_view topic, int qos, bool retain) {
    const auto slot = static_cast<std::size_t>(qos) + (retain ? 3U : 0U);
    return verdict_of(chain_of(state_of(asking), slot, {Operation::publish, qos, retain}), topic);
}

Verdict Enforcer::receive(const Asking& asking, std::string_view topic) {
    return verdict_of(chain_of(state_of(asking), receive_slot, {Operation::receive}), topic);
}

Verdict Enforcer::subscribe(const Asking& asking, std::string_view filter, int qos) {
    auto& state = state_of(asking);
    if (const auto shared = topic::shared_subscription(filter)) {
        const Chain chain{
            rules_->policy,
            acl::Broker::strict,
            state.rights->client,
            {Operation::subscribe, qos, false, shared->group}};
        return verdict_of_filter(chain, shared->filter);
    }
    const auto slot = subscribe_slot + static_cast<std::size_t>(qos);
    return verdict_of_filter(chain_of(state, slot, {Operation::subscribe, qos}), filter);
}

} // namespace mqttx::mosquitto_acl
