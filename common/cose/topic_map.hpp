// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::cose {

/// Undoes what bridges do to topics: prefixes of whole levels, those that are received and those
/// they stand for. An empty prefix stands for every topic.
class TopicMap {
  public:
    /// Throws Error(usage) for a prefix that is no topic, and for rules that would give two
    /// received topics one origin.
    void add(std::string received, std::string origin);

    [[nodiscard]] bool empty() const noexcept { return rules_.empty(); }

    /// The topic a message was published to; the longest prefix counts, and without any the topic
    /// itself. None for a topic that only other topics stand for.
    [[nodiscard]] std::optional<std::string> origin_of(std::string_view received) const;

  private:
    std::vector<std::pair<std::string, std::string>> rules_{};
};

} // namespace mqttx::cose
