// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/advice.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/keyring_options.hpp"
#include "common/cose/receiver.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mqttx::app::sub {

enum class Escape { automatic, always, never };

/// What becomes of a payload that is refused.
enum class OnRefusal { skip, fail };

/// What the command line of sub says.
struct Options {
    cli::ConnectionOptions connection{};
    std::optional<std::string> acl{};
    std::shared_ptr<Advice> advice{}; ///< what --acl says; none without
    cli::KeyringOptions keyrings{};
    cose::ReceiverOptions receiver{};
    OnRefusal on_refusal = OnRefusal::skip;
    bool strict_payload = false;
    std::optional<std::string> replay_state{};
    std::optional<std::string> dead_letters{};
    std::vector<std::pair<std::string, std::string>> topic_map{};
    bool report_gaps = false;
    // What to ask for, and when it is enough.
    std::vector<std::string> filters;
    std::vector<std::pair<std::string, std::string>> filters_with_qos; ///< --topic-qos
    std::vector<std::string> unsubscriptions;
    int qos = 0;
    bool retain_as_published = false;
    bool no_local = false;
    int retain_handling = 0;
    std::optional<std::uint64_t> count;
    std::optional<std::chrono::milliseconds> wait;
    bool exit_when_subscribed = false;
    // Which messages to take.
    std::vector<std::string> filtered_out;
    bool no_retained = false;
    bool retained_only = false;
    bool remove_retained = false;
    double chance = 100; ///< percent of the messages that are written
    // How messages are written.
    bool verbose = false;
    bool no_newline = false;
    std::optional<std::string> format;
    bool json = false;
    bool pretty = false;
    bool watch = false;
    bool rate = false;
    Escape escape = Escape::automatic;
    std::vector<std::string> command; ///< behind "--"
    std::uint64_t command_retries = 0;
};

} // namespace mqttx::app::sub
