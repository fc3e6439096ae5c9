// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mqttx::topic {

/// Walks the levels of a topic name or filter from left to right. Every text has one level more
/// than slashes; levels may be empty (MQTT 5 section 4.7.1.1).
class Levels {
  public:
    explicit Levels(std::string_view text) noexcept : rest_{text} {}

    /// The next level, or none after the last.
    std::optional<std::string_view> next() noexcept {
        if (done_) {
            return std::nullopt;
        }
        const auto slash = rest_.find('/');
        const auto level = rest_.substr(0, slash);
        done_ = slash == std::string_view::npos;
        rest_.remove_prefix(done_ ? rest_.size() : slash + 1);
        return level;
    }

  private:
    std::string_view rest_;
    bool done_ = false;
};

} // namespace mqttx::topic
