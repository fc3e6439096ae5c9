// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/acl/broker_process.hpp"
#include "apps/mqttx/acl/examination.hpp"
#include "apps/mqttx/acl/live_file.hpp"
#include "common/io/read_watch.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::app {

/// The way of a new permission file to a running broker, and back when anything fails on it.
class Application {
  public:
    /// Readings as for probe_plan(); what they point to must outlive it.
    Application(
        const BrokerProcess& process,
        const LiveFile& live,
        std::vector<acl::Reading> former,
        std::vector<acl::Reading> now,
        cli::Context& context
    );

    /// Whom to ask the broker as; otherwise nobody does.
    void probe_as(mqtt::ConnectOptions connect, std::vector<std::string> names);

    /// How long the broker may take to read the file.
    void allow(std::chrono::milliseconds patience) noexcept { patience_ = patience; }

    /// Who could do something by the former file and nothing by the new one: "" is everybody;
    /// otherwise the user that probes. None: nobody that matters.
    [[nodiscard]] std::optional<std::string> locked_out() const;

    /// Before anything is changed: sees whether the broker can be asked. Throws Error.
    void prepare();

    /// Replaces the file, has the broker reload, and returns when it is proven to go by it.
    /// Otherwise, whatever ends it, the former file is back, and the broker has been told to reload
    /// it. A former file that the broker does not take, or none, does not come back once the broker
    /// was told: it may read it at any time, and would let everybody do everything. Throws Error.
    void replace(const std::string& text);

  private:
    class RollBack;

    std::optional<Examination::Fault> verdict(io::ReadWatch& watch);
    std::optional<Examination::Fault> await_reading(io::ReadWatch& watch);
    bool is_open_still(io::ReadWatch& watch);
    [[nodiscard]] std::string words_on_staying() const;

    const BrokerProcess& process_;
    const LiveFile& live_;
    std::vector<acl::Reading> former_;
    std::vector<acl::Reading> now_;
    cli::Context& context_;
    std::optional<io::Signals> signals_; ///< from prepare() on: before it a prompt may be open
    std::vector<std::string> names_;
    std::chrono::milliseconds patience_{10'000};
    std::optional<Examination> examination_;
};

} // namespace mqttx::app
