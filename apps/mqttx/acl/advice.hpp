// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/policy_file.hpp"
#include "common/acl/decide.hpp"
#include "common/cli/command.hpp"
#include "common/cli/connection_options.hpp"

#include <memory>
#include <optional>
#include <string>

namespace mqttx::app {

/// What the broker's permission file says about what a client is going to do (--acl).
class Advice {
  public:
    /// Reads the file; the client is who the connection will be: the user name, or else the common
    /// name of its certificate, and the client id when one was chosen. Throws Error, for standard
    /// input ("-") too: messages may come from there.
    Advice(
        const std::string& path,
        const cli::ConnectionOptions& connection,
        const mqtt::ConnectOptions& connect,
        const cli::Context& context
    );

    /// Says whether the file allows it, a note when it does and a warning when not.
    void tell(acl::Action action, const std::string& topic, cli::Diagnostics& diagnostics);

    /// What decides: the line, or that there is none.
    std::string reason(acl::Action action, const std::string& topic);

    /// The reason, to stand behind a denial; where the file allows it, that the broker may not have
    /// this file.
    std::string after_denial(acl::Action action, const std::string& topic);

    [[nodiscard]] bool allows(acl::Action action, const std::string& topic);

  private:
    acl::Decision decide(acl::Action action, const std::string& topic);

    std::unique_ptr<PolicyFile> file_;
    acl::Decider decider_;
    acl::Client client_;
};

/// Declares --acl.
void advice_option(cli::Declaration& declaration, std::optional<std::string>& path);

/// The advice of the file that was named; none without. Tells about the will. Throws Error.
std::shared_ptr<Advice> take_advice(
    const std::optional<std::string>& path,
    const cli::ConnectionOptions& connection,
    const mqtt::ConnectOptions& connect,
    cli::Context& context
);

} // namespace mqttx::app
