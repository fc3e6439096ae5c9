// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/decide.hpp"
#include "tests/support/live_broker.hpp"
#include "tests/support/raw_client.hpp"

#include <random>
#include <string>
#include <vector>

namespace mqttx::test {

/// Asks a live broker and a policy the same questions. The broker must let `admin` publish and
/// receive everything but what nobody may.
class Agreement {
  public:
    Agreement(int port, const acl::Policy& policy, acl::Broker broker, const Login& admin);

    /// Each topic is published by the client, and received under a subscription to that very topic;
    /// each filter is subscribed to. Topics and filters are valid.
    void compare(
        const Login& login,
        const std::vector<std::string>& topics,
        const std::vector<std::string>& filters,
        std::mt19937& random
    );

    [[nodiscard]] int cases() const { return cases_; }

    /// A line for each answer that differs.
    [[nodiscard]] const std::vector<std::string>& disagreements() const { return disagreements_; }

  private:
    void compare_publishing(
        RawClient& client, const std::vector<std::string>& topics, std::mt19937& random
    );
    void
    compare_receiving(RawClient& client, const std::vector<std::string>& topics, bool retained);
    void compare_subscription(
        RawClient& client,
        const std::string& filter,
        const std::vector<std::string>& topics,
        int qos
    );
    void clear_retained(const std::vector<std::string>& topics);
    bool says_delivered(const acl::Decision& decision, const std::string& topic);
    void judge(bool live, bool said, const std::string& question);
    void complain(bool live, const std::string& question);

    int port_;
    acl::Decider decider_;
    RawClient admin_;
    acl::Client client_;
    int cases_ = 0;
    std::vector<std::string> disagreements_;
};

} // namespace mqttx::test
