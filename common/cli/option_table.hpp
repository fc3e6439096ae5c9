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

/// How many words a use takes that begins with these.
using Count = std::function<std::size_t(std::span<const std::string>)>;

/// A declared option and where its words go.
struct Option {
    OptionSpec spec;
    Store store;
    Store store_default{}; ///< where a default does not yield to the command line
    /// Where uses differ; spec.values is the most then, and words that a use does not have are
    /// stored as empty ones.
    Count count{};
    bool given = false;    ///< on the command line
    std::size_t place = 0; ///< of the last use there, counted from 1
    std::vector<OptionUse> uses{};

    /// The name to use in a message: the long one.
    [[nodiscard]] const std::string& shown_name() const;

    /// How many words a use takes that begins with these.
    [[nodiscard]] std::size_t words_taken(std::span<const std::string> words) const;

    /// Stores the words of any number of uses, which stood at `origin`; a flag needs none.
    void set(std::span<const std::string> words, const std::string& origin);

    /// Stores a default, unless the command line gave the option; a flag takes "true" or "false".
    /// Throws Error(usage).
    void set_default(std::span<const std::string> words, const std::string& origin);

  private:
    void note_use(std::span<const std::string> words, const std::string& origin);
    [[nodiscard]] std::vector<std::string> filled_up(std::span<const std::string> words) const;
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
        Option* option = nullptr;
        std::vector<std::string> values{}; ///< those that stand in the word itself: one or none
    };

    struct Needed {
        std::size_t values = 0;
        std::size_t to_come = 0;
    };

    [[nodiscard]] Opened opened_by(const std::string& word) const;
    static Needed still_needed(const Opened& opened, std::span<const std::string> following);
    std::vector<std::string> cut(std::span<const std::string> words, Parsed& parsed) const;
    Option* split_value(std::vector<std::string>& words) const;
    void collect(std::vector<std::string> words, Parsed& parsed);
    [[nodiscard]] std::string hint_for(const std::string& foreign) const;
    [[noreturn]] void refuse_unknown(const std::string& word) const;

    std::vector<std::unique_ptr<Option>> options_;
};

/// The version of CLI11, "2.1.2".
std::string_view parser_version() noexcept;

} // namespace mqttx::cli
