// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/secret.hpp"
#include "common/cli/specs.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::cli {

struct Context;

/// The vocabulary in which a command declares its options, once; help, completion and the manual
/// page are produced from what was declared. Targets must outlive the parse. Rules for all
/// commands: of a scalar the last one wins, an option takes exactly its own values (which may begin
/// with '-'), whole numbers are decimal. Names are written "-q,--qos"; every option has a long one.
class Declaration {
  public:
    Declaration();
    ~Declaration();
    Declaration(const Declaration&) = delete;
    Declaration& operator=(const Declaration&) = delete;

    /// The words after the command's name in the usage line: "-t TOPIC (-m TEXT | -f FILE)
    /// [options]".
    void usage(std::string words);
    /// A paragraph that says what the command does.
    void about(std::string text);
    void example(std::string command, std::string purpose);
    /// The options that follow stand under this title.
    void section(std::string title);

    void flag(std::string_view names, bool& target, std::string description);
    void flag(std::string_view names, std::function<void()> action, std::string description);

    void text(
        std::string_view names, std::string& target, std::string value_name, std::string description
    );
    void text(
        std::string_view names,
        std::optional<std::string>& target,
        std::string value_name,
        std::string description
    );
    /// Repeatable: one value per use, in the order given.
    void texts(
        std::string_view names,
        std::vector<std::string>& target,
        std::string value_name,
        std::string description
    );
    /// A value checked and stored by code, which throws Error(usage); kind for completion.
    void value(
        std::string_view names,
        ValueKind kind,
        std::function<void(const std::string&)> store,
        std::string value_name,
        std::string description
    );
    /// Two words per use.
    void pairs(
        std::string_view names,
        std::vector<std::pair<std::string, std::string>>& target,
        std::string value_name,
        std::string description
    );

    /// Any number of uses of three or more words, where the first words tell how many follow:
    /// `count` answers for the words from the first on, at most `most`. A use is stored with `most`
    /// words, those it does not have empty; `next` gives what may stand after some, for completion.
    void words(
        std::string_view names,
        std::size_t most,
        std::function<std::size_t(std::span<const std::string>)> count,
        std::function<void(std::span<const std::string>)> store,
        std::function<std::vector<std::string>(std::span<const std::string>)> next,
        std::string value_name,
        std::string description
    );

    /// A path; names of files, or of folders, are completed.
    void file(
        std::string_view names, std::string& target, std::string value_name, std::string description
    );
    void file(
        std::string_view names,
        std::optional<std::string>& target,
        std::string value_name,
        std::string description
    );
    void files(
        std::string_view names,
        std::vector<std::string>& target,
        std::string value_name,
        std::string description
    );
    void folder(
        std::string_view names, std::string& target, std::string value_name, std::string description
    );

    /// A decimal whole number within the closed range; the target may be optional.
    template <typename Target>
    void number(
        std::string_view names,
        Target& target,
        std::int64_t least,
        std::int64_t most,
        std::string value_name,
        std::string description
    ) {
        integer(
            names,
            [&target](std::int64_t given) {
                if constexpr (std::integral<Target>) {
                    target = static_cast<Target>(given);
                } else {
                    target = static_cast<typename Target::value_type>(given);
                }
            },
            least,
            most,
            std::move(value_name),
            std::move(description)
        );
    }

    /// A duration: seconds, or with a unit ms s m h d w ("90", "1.5", "10m").
    void duration(
        std::string_view names,
        std::chrono::milliseconds& target,
        std::string value_name,
        std::string description
    );
    void duration(
        std::string_view names,
        std::optional<std::chrono::milliseconds>& target,
        std::string value_name,
        std::string description
    );

    /// One of a few words.
    template <typename Value>
    void choice(
        std::string_view names,
        Value& target,
        std::initializer_list<std::pair<std::string, std::type_identity_t<Value>>> words,
        std::string value_name,
        std::string description
    ) {
        std::vector<std::string> names_of_values;
        std::vector<Value> values;
        for (const auto& [word, meaning] : words) {
            names_of_values.push_back(word);
            values.push_back(meaning);
        }
        one_of(
            names,
            std::move(names_of_values),
            [&target, values = std::move(values)](std::size_t at) { target = values[at]; },
            std::move(value_name),
            std::move(description)
        );
    }

    /// A secret on the command line: taken into wiped memory, overwritten in the process list.
    void secret(
        std::string_view names,
        std::optional<Secret>& target,
        std::string value_name,
        std::string description
    );

    /// An option of mosquitto_pub or mosquitto_sub that is not offered: refused by name with a
    /// hint, not listed.
    void refused(std::string_view names, bool takes_value, std::string hint);

    /// What to offer for a declared option's value; of an option of several words, for the last.
    void offer(std::string_view name, ValueKind kind, std::vector<std::string> choices = {});
    void operand(
        std::string name,
        std::string& target,
        std::string description,
        ValueKind kind = ValueKind::text
    );
    void optional_operand(
        std::string name,
        std::optional<std::string>& target,
        std::string description,
        ValueKind kind = ValueKind::text
    );
    /// One of a few words.
    void operand_choice(
        std::string name,
        std::string& target,
        std::vector<std::string> choices,
        std::string description
    );
    /// One or more words; must be the last operand.
    void operands(
        std::string name,
        std::vector<std::string>& target,
        std::string description,
        ValueKind kind = ValueKind::text
    );
    /// Everything after "--", shown as an operand (none: the list stays empty).
    void command_after_dashes(std::vector<std::string>& target, std::string description);

    /// Code to run when the words are parsed and before the command runs.
    void after_parse(std::function<void(Context&)> step);
    void first_after_parse(std::function<void(Context&)> step); ///< ahead of all others: a profile

    /// Where the command line has the last use of an option (by its long name without dashes),
    /// counted from 1; 0 when it is not there.
    [[nodiscard]] std::size_t place_of(std::string_view long_name) const;

    /// Whether it is there at all.
    [[nodiscard]] bool given(std::string_view long_name) const { return place_of(long_name) > 0; }

    /// Sets an option that the command line leaves open, a list as a whole; a flag takes "true" or
    /// "false". False when this command has no such option. `origin`: where the default stands.
    /// Throws Error(usage) on a bad value.
    bool set_default(
        std::string_view long_name,
        std::span<const std::string> values,
        const std::string& origin = "default"
    );

    /// Notes a profile's entry for an option that only other commands have.
    void pass_over(
        std::string_view long_name, std::vector<std::string> values, const std::string& origin
    );

    /// A default for this option goes to the code, beside what the command line gave.
    void keep_default(std::string_view long_name, std::function<void(const std::string&)> store);

    /// Parses the words after the command's name; true when they ask for help. Throws Error(usage).
    bool parse(std::span<const std::string> words);
    /// Overwrites secrets in the process list and takes the steps after the parse, in their order.
    void finish(Context& context) const;

    /// The last word that was given as an option's value; null when none was.
    [[nodiscard]] const std::string* word_of(std::string_view long_name) const;

    /// What the command line and the profile said, by declaration; of a scalar the use that counts.
    /// What the profile says to other commands comes last.
    [[nodiscard]] std::vector<Setting> settings() const;

    /// Where a word after these would stand, for completion; bad words are passed over.
    [[nodiscard]] Position position_after(std::span<const std::string> words) const;

    [[nodiscard]] const std::vector<OptionSpec>& option_specs() const;
    [[nodiscard]] const std::vector<OperandSpec>& operand_specs() const;
    [[nodiscard]] const std::vector<ExampleSpec>& examples() const;
    [[nodiscard]] const std::string& usage_words() const;
    [[nodiscard]] const std::string& about_text() const;

  private:
    void list(
        std::string_view names,
        ValueKind kind,
        std::vector<std::string>& target,
        std::string value_name,
        std::string description
    );
    void integer(
        std::string_view names,
        std::function<void(std::int64_t)> store,
        std::int64_t least,
        std::int64_t most,
        std::string value_name,
        std::string description
    );
    void one_of(
        std::string_view names,
        std::vector<std::string> words,
        std::function<void(std::size_t)> store,
        std::string value_name,
        std::string description
    );

    struct State;
    std::unique_ptr<State> state_;
};

/// Reads a duration in the grammar above, or a whole number ("-12"); none when it is not one.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);

} // namespace mqttx::cli
