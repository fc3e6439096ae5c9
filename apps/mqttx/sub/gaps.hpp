// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/verdict.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace mqttx::app::sub {

/// Notices messages that never came: senders count theirs on each topic.
class Gaps {
  public:
    /// Takes note of an opened message. Gives what is missing before it, as a sentence; none when
    /// nothing is, when it is the first one of its session here, or when it has no number.
    std::optional<std::string> add(const cose::Verdict& verdict, std::string_view topic);

  private:
    /// Sender, session and topic.
    using Stream = std::tuple<std::string, std::uint64_t, std::string>;

    /// More are not watched: the first is forgotten, whichever it is.
    static constexpr std::size_t most_streams = 65'536;

    std::map<Stream, std::uint32_t> highest_{};
};

} // namespace mqttx::app::sub
