// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/probe.hpp"
#include "apps/mqttx/acl/probe_plan.hpp"
#include "common/cli/connection_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app {

/// The names under which a broker may know a client that connects like this: its user name, the
/// common name of its certificate, its PSK identity. Throws Error(local).
std::vector<std::string>
names_of(const mqtt::ConnectOptions& connect, const cli::ConnectionOptions& options);

/// Asks a live broker whether it goes by a permission file: as the client that the connection
/// options name, as one without a user name, and as one it does not know.
class Examination {
  public:
    /// An answer other than the new file's.
    struct Fault {
        std::string what; ///< "let user 'x' publish to 'y', which the file denies"
        bool is_open;     ///< it goes by neither file, and allows too much
    };

    /// Readings as for probe_plan(); what they point to must outlive it.
    Examination(
        mqtt::ConnectOptions connect,
        std::vector<std::string> names,
        std::vector<acl::Reading> before,
        std::vector<acl::Reading> after,
        cli::Context& context
    );

    /// Before anything is changed: finds out as whom the broker can be asked, and tells where its
    /// answers are not the former file's. Throws Error when it cannot be asked.
    void prepare(io::Signals& signals);

    /// Finds somebody whom the broker lets publish what both files deny. Throws as confirm().
    std::optional<Fault> find_opening(io::Signals& signals);

    /// Asks everything, at most for `patience` until the answers are the new file's. Throws Error
    /// when the broker cannot be asked any more.
    std::optional<Fault> confirm(io::Signals& signals, std::chrono::milliseconds patience);

    /// An answer that showed which file the broker goes by, in words; none without.
    [[nodiscard]] const std::optional<std::string>& proof() const noexcept { return proof_; }

  private:
    struct Examinee {
        std::string name; ///< for messages
        mqtt::ConnectOptions connect;
        std::vector<acl::Client> clients{};
        bool is_stranger = true;
        std::vector<ProbeQuestion> questions{};
    };

    void consider(Examinee examinee, io::Signals& signals);
    [[nodiscard]] Examinee ourselves() const;
    [[nodiscard]] Examinee stranger(std::string name, const std::optional<std::string>& user) const;
    std::optional<Fault>
    ask(const Examinee& examinee, const ProbeQuestion& question, io::Signals& signals);
    std::optional<Fault> ask_all(io::Signals& signals);

    mqtt::ConnectOptions connect_;
    std::vector<std::string> names_;
    std::vector<acl::Reading> before_;
    std::vector<acl::Reading> after_;
    cli::Context& context_;
    std::vector<Examinee> examinees_;
    std::optional<std::string> proof_;
};

} // namespace mqttx::app
