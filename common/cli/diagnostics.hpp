// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.hpp"

#include <string>
#include <string_view>

namespace mqttx::cli {

enum class LogFormat { text, json };
enum class ColorMode { automatic, always, never };

/// How diagnostics look; filled by the shared output options.
struct DiagnosticSettings {
    bool quiet = false; ///< say nothing; the exit status stays what it is
    LogFormat format = LogFormat::text;
    ColorMode color = ColorMode::automatic;
};

/// Everything the program says on standard error: "mqttx: error: ..." and, when there is a way out,
/// "mqttx: hint: ...". One diagnostic is one line; what came from a file or the network is escaped.
class Diagnostics {
  public:
    explicit Diagnostics(int descriptor) noexcept : descriptor_{descriptor} {}

    void configure(DiagnosticSettings settings) noexcept { settings_ = settings; }

    /// Whether text is wanted at all: neither silence nor JSON.
    [[nodiscard]] bool are_for_people() const noexcept {
        return !settings_.quiet && settings_.format == LogFormat::text;
    }

    [[nodiscard]] const DiagnosticSettings& settings() const noexcept { return settings_; }

    void error(const Error& fault);
    void warning(std::string_view text, std::string_view hint = {});
    void note(std::string_view text);

    /// Text that is part of an answer for people rather than a diagnostic (usage after a mistake):
    /// as it is.
    void plain(std::string_view text);

    /// Whether colour is wanted for a descriptor under --color.
    [[nodiscard]] bool colors(int descriptor) const noexcept;

  private:
    void say(std::string_view level, std::string_view text, std::string_view hint);
    void say_json(
        std::string_view level, std::string_view text, std::string_view hint, const Error* fault
    );

    int descriptor_;
    DiagnosticSettings settings_{};
};

} // namespace mqttx::cli
