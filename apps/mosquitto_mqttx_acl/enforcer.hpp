// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mosquitto_mqttx_acl/ruleset.hpp"
#include "common/acl/chain.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct x509_st;

namespace mqttx::mosquitto_acl {

/// What the broker knows of a client when it asks. The texts need not outlive the question.
struct Asking {
    const void* client;   ///< the same as long as it is connected
    const char* id;       ///< nullptr: none
    const char* user;     ///< nullptr: none
    x509_st* certificate; ///< verified; nullptr: none. Kept with a reference of our own
};

/// An answer; a denial has the rule that decides, or none when no rule allows it.
struct Verdict {
    bool allowed = false;
    const acl::Rule* rule = nullptr;
};

/// Answers the broker's questions. What it works out of a client's names is kept as long as the
/// client is connected with them, and shared by clients who have the same rules.
class Enforcer {
  public:
    Enforcer();
    Enforcer(const Enforcer&) = delete;
    Enforcer& operator=(const Enforcer&) = delete;
    ~Enforcer();

    /// From here on these rules apply, also to clients that are connected.
    void use(std::unique_ptr<const Ruleset> rules);

    [[nodiscard]] const Ruleset& rules() const noexcept { return *rules_; }

    /// A message to a topic.
    Verdict publish(const Asking& asking, std::string_view topic, int qos, bool retain);

    /// A delivery from a topic.
    Verdict receive(const Asking& asking, std::string_view topic);

    /// A SUBSCRIBE to a filter, $share included: allowed when all of its topics are, and none of
    /// them is denied.
    Verdict subscribe(const Asking& asking, std::string_view filter, int qos);

    /// The client has gone.
    void forget(const void* client);

  private:
    struct Rights;
    struct State;

    State& state_of(const Asking& asking);
    std::shared_ptr<Rights> rights_of(const acl::Client& client);
    void drop_unused_rights();
    const acl::Chain& chain_of(State& state, std::size_t slot, const acl::Action& action);

    std::unique_ptr<const Ruleset> rules_;
    std::unordered_map<const void*, std::unique_ptr<State>> states_;
    std::map<std::string, std::shared_ptr<Rights>> rights_; ///< by the rules and names they rest on
    std::size_t kept_rules_ = 0;                            ///< those of `rights_`, about
};

} // namespace mqttx::mosquitto_acl
