// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apps/mqttx/sub/arrival.hpp"
#include "apps/mqttx/sub/gaps.hpp"
#include "apps/mqttx/sub/options.hpp"
#include "common/cose/receiver.hpp"
#include "common/cose/replay_file.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"

#include <functional>
#include <optional>
#include <string>

namespace mqttx::app::sub {

/// What is kept of messages beside the output: the replay state, refused envelopes, and the count
/// of those that never came.
class Safekeeping {
  public:
    using Tell = std::function<void(const std::string&)>;

    /// Opens the files. `tell` is called with what people should know. The receiver has to live
    /// longer. Throws Error(local).
    Safekeeping(const Options& options, cose::Receiver& receiver, Tell tell);

    /// A message that was handed on.
    void handed_on(const Arrival& arrival);

    /// A message that was refused and will be acknowledged.
    void refused(const Arrival& arrival);

    /// Writes all of it: after the output, before the acknowledgements. Throws Error(local).
    void save();

    /// Forgets what was accepted since save(): it was not handed on, and will come again.
    void drop();

  private:
    cose::Receiver& receiver_;
    Tell tell_;
    std::optional<cose::ReplayFile> replays_{};
    io::Descriptor letters_file_{};
    std::optional<io::Output> letters_{};
    std::optional<Gaps> gaps_{};
};

} // namespace mqttx::app::sub
