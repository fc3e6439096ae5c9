// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/declare.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::cli {

/// Checks and stores the words of one use of an option. Throws Error(usage).
using Store = std::function<void(std::span<const std::string>)>;

/// A declared option and where its words go.
struct Option {
    OptionSpec spec;
    Store store;
    Store store_default{}; ///< where a default does not yield to the command line
    bool given = false;    ///< on the command line

    /// The name to use in a message: the long one.
    [[nodiscard]] const std::string& shown_name() const;

    /// Stores the words of any number of uses; a flag needs none.
    void set(std::span<const std::string> words) const;

    /// Stores a default, unless the command line gave the option; a flag takes "true" or "false".
    /// Throws Error(usage).
    void set_default(std::span<const std::string> words) const;
};

/// The options of one command: finds them by name and sorts a command line into them.
class OptionTable {
  public:
    /// What a command line holds beside options.
    struct Parsed {
        bool help = false; ///< --help was among the words; nothing was stored
        std::vector<std::string> operands{};
        bool has_dashes = false;
        std::vector<std::string> after_dashes{};
    };

    /// `names` as in "-q,--qos". The reference stays good.
    Option& add(std::string_view names, OptionSpec spec, Store store);

    /// By a name with its dashes; none when there is no such option.
    [[nodiscard]] Option* find(std::string_view name) const;

    /// Stores each option's words, in the order the options were declared. Throws Error(usage).
    Parsed parse(std::span<const std::string> words);

    /// Where a word after these would stand; bad words are passed over.
    [[nodiscard]] Position position_after(std::span<const std::string> words) const;

    [[nodiscard]] const std::vector<std::unique_ptr<Option>>& all() const noexcept {
        return options_;
    }

  private:
    struct Opened {
        const Option* option = nullptr;
        std::size_t values = 0;
    };

    [[nodiscard]] Opened opened_by(const std::string& word) const;
    std::vector<std::string> cut(std::span<const std::string> words, Parsed& parsed) const;
    const Option* split_value(std::vector<std::string>& words) const;
    void collect(std::vector<std::string> words, Parsed& parsed);
    [[noreturn]] void refuse_unknown(const std::string& word) const;

    std::vector<std::unique_ptr<Option>> options_;
};

/// The version of CLI11, "2.1.2".
std::string_view parser_version() noexcept;

} // namespace mqttx::cli
