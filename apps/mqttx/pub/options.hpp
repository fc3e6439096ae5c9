// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/advice.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/keyring_options.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::app::pub {

/// What the command line of pub says.
struct Options {
    cli::ConnectionOptions connection{};
    std::optional<std::string> acl{};
    std::shared_ptr<Advice> advice{}; ///< what --acl says; none without
    cli::KeyringOptions keyrings{};
    std::optional<std::string> kid;
    std::vector<std::string> recipients;
    std::optional<std::string> signer;
    bool plaintext = false;
    std::vector<std::string> topics;
    int qos = 0;
    bool retain = false;
    // Where the payload comes from: exactly one of these.
    std::optional<std::string> message;
    std::optional<std::string> file;
    bool whole_input = false;
    bool lines = false;
    bool nul_delimited = false;
    bool json_lines = false;
    bool empty = false;
    int repeat = 1;
    std::chrono::milliseconds repeat_delay{0};
    int window = 1000;
    bool report = false;

    /// Whether messages come from standard input one after the other.
    [[nodiscard]] bool is_stream() const { return lines || nul_delimited || json_lines; }
};

/// What is asked of a permission file for each message.
inline acl::Action action_of(const Options& options) {
    return {acl::Operation::publish, options.qos, options.retain};
}

} // namespace mqttx::app::pub
