// SPDX-License-Identifier: Apache-2.0
#include "common/cli/option_table.hpp"

#include "common/base/error.hpp"
#include "common/base/suggest.hpp"
#include "common/base/text.hpp"
#include "common/cli/foreign_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace mqttx::cli {

namespace {

std::vector<std::string> split_names(std::string_view names) {
    std::vector<std::string> list;
    while (!names.empty()) {
        const auto comma = std::min(names.find(','), names.size());
        list.emplace_back(names.substr(0, comma));
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return list;
}

[[noreturn]] void refuse(std::string what, std::string hint) {
    throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
}

/// What CLI11 found of one option.
struct Gathered {
    bool used = false;
    std::vector<std::string> words{}; ///< of all uses, in order
};

/// Whether one of the words could name the option.
bool may_occur(const Option& option, std::span<const std::string> words) {
    const auto& names = option.spec.names;
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        const auto word_name = std::string_view{word}.substr(0, word.find('='));
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            const bool in_cluster = name.size() == 2 && word.starts_with('-') &&
                                    !word.starts_with("--") &&
                                    word.find(name[1]) != std::string::npos;
            return in_cluster || word_name == name;
        });
    });
}

void add_to(CLI::App& app, const Option& option, Gathered& gathered) {
    std::string names;
    for (const auto& name : option.spec.names) {
        names += names.empty() ? name : "," + name;
    }
    if (option.spec.values == 0) {
        app.add_flag_function(names, [&gathered](std::int64_t) { gathered.used = true; });
        return;
    }
    const auto gather = [&gathered](const CLI::results_t& words) {
        gathered = {true, words};
        return true;
    };
    app.add_option(names, gather)
        ->type_size(static_cast<int>(option.spec.values))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
}

[[noreturn]] void
refuse_missing_value(const std::string& word, const OptionSpec& spec, std::size_t needed) {
    refuse(
        needed == 1 ? cat(word, " needs a value: ", spec.value_name)
                    : cat(word, " needs ", needed, " values: ", spec.value_name),
        "--help shows what each option takes"
    );
}

} // namespace

Option& OptionTable::add(std::string_view names, OptionSpec spec, Store store) {
    spec.names = split_names(names);
    spec.values = spec.kind == ValueKind::flag ? 0 : 1;
    options_.push_back(std::make_unique<Option>(Option{std::move(spec), std::move(store)}));
    return *options_.back();
}

Option* OptionTable::find(std::string_view name) const {
    for (const auto& option : options_) {
        const auto& names = option->spec.names;
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return option.get();
        }
    }
    return nullptr;
}

OptionTable::Parsed OptionTable::parse(std::span<const std::string> words) {
    Parsed parsed;
    collect(cut(words, parsed), parsed);
    return parsed;
}

/// The option a word opens. A name with "=" is none here.
OptionTable::Opened OptionTable::opened_by(const std::string& word) const {
    if (word.starts_with("--")) {
        return {find(word)};
    }
    if (word.size() < 2 || word[0] != '-') {
        return {};
    }
    for (std::size_t at = 1; at < word.size(); ++at) {
        auto* const option = find(cat('-', word[at]));
        if (option != nullptr && option->spec.values > 0) { // -rv1: it takes the rest or the next
            return at + 1 == word.size() ? Opened{option} : Opened{option, {word.substr(at + 1)}};
        }
    }
    return {};
}

/// How many values a use needs, and how many of them are words after the one that opened it.
OptionTable::Needed
OptionTable::still_needed(const Opened& opened, std::span<const std::string> following) {
    if (opened.option == nullptr) {
        return {};
    }
    auto use = opened.values;
    use.insert(use.end(), following.begin(), following.end());
    const auto needed = opened.option->words_taken(use);
    return {needed, needed - opened.values.size()};
}

/// Takes off what stands behind "--" (which may also be an option's value), writes --name=value as
/// two words, and makes sure that no value is missing: what is left has one reading.
std::vector<std::string>
OptionTable::cut(std::span<const std::string> words, Parsed& parsed) const {
    std::vector<std::string> before;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at] == "--") {
            const auto after = words.subspan(at + 1);
            parsed.has_dashes = true;
            parsed.after_dashes.assign(after.begin(), after.end());
            break;
        }
        before.push_back(words[at]);
        auto opened = opened_by(words[at]);
        if (auto* const split = split_value(before)) {
            opened = {split, {before.back()}};
        }
        if (opened.option != nullptr) {
            opened.option->place = at + 1;
        }
        const auto [needed, to_come] = still_needed(opened, words.subspan(at + 1));
        if (words.size() - at <= to_come) {
            refuse_missing_value(words[at], opened.option->spec, needed);
        }
        const auto following = words.subspan(at + 1, to_come);
        before.insert(before.end(), following.begin(), following.end());
        before.resize(before.size() + (needed > 0 ? opened.option->spec.values - needed : 0));
        at += to_come;
    }
    return before;
}

/// Makes two words of a last word --name=value and answers with the option. Throws when there is no
/// such option, or a flag.
Option* OptionTable::split_value(std::vector<std::string>& words) const {
    const auto word = words.back();
    const auto equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    if (equals == std::string::npos) {
        return nullptr;
    }
    const auto name = word.substr(0, equals);
    auto* const option = find(name);
    if (option == nullptr) {
        refuse_unknown(name);
    }
    if (option->spec.values == 0) {
        refuse(cat(name, " takes no value"), "--help shows what each option takes");
    }
    words.back() = name;
    words.push_back(word.substr(equals + 1));
    return option;
}

/// Lets CLI11 gather every option's words, then stores them; what belongs to none are operands.
void OptionTable::collect(std::vector<std::string> words, Parsed& parsed) {
    std::vector<Gathered> gathered(options_.size());
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_flag(find("-h") == nullptr ? "-h,--help" : "--help", parsed.help);
    // CLI11 compares every option it is told of with all the others: it gets those that may occur.
    for (std::size_t at = 0; at < options_.size(); ++at) {
        if (may_occur(*options_[at], words)) {
            add_to(app, *options_[at], gathered[at]);
        }
    }
    std::reverse(words.begin(), words.end());
    app.parse(std::move(words));
    if (parsed.help) {
        return;
    }
    parsed.operands = app.remaining();
    for (const auto& word : parsed.operands) {
        if (word.size() > 1 && word[0] == '-') {
            refuse_unknown(word);
        }
    }
    for (std::size_t at = 0; at < options_.size(); ++at) {
        options_[at]->given = gathered[at].used;
        if (gathered[at].used) {
            options_[at]->set(gathered[at].words, "command line");
        }
    }
}

/// For who comes from another MQTT client.
std::string OptionTable::hint_for(const std::string& foreign) const {
    const auto ours = ours_for_foreign(foreign);
    if (ours.empty() || find("--protocol-version") == nullptr) {
        return {};
    }
    const bool is_name = ours.starts_with("--") && ours.find(' ') == std::string_view::npos;
    if (!is_name) {
        return std::string{ours};
    }
    return find(ours) != nullptr ? cat("here it is ", ours) : std::string{};
}

void OptionTable::refuse_unknown(const std::string& word) const {
    std::vector<std::string> known; // without dashes: every name has those in common
    for (const auto& option : options_) {
        for (const auto& name : option->spec.names) {
            if (!option->spec.hidden && name.starts_with("--")) {
                known.push_back(name.substr(2));
            }
        }
    }
    if (auto hint = hint_for(word); !hint.empty()) {
        refuse(cat("unknown option ", word), std::move(hint));
    }
    const auto meant = word.starts_with("--") ? nearest_word(word.substr(2), known) : std::string{};
    refuse(
        cat("unknown option ", word),
        meant.empty() ? "--help lists the options" : cat("did you mean --", meant, "?")
    );
}

Position OptionTable::position_after(std::span<const std::string> words) const {
    Position position;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto& word = words[at];
        if (word == "--") {
            position.after_dashes = true;
            position.operands += words.size() - at - 1;
            break;
        }
        const auto opened = opened_by(word);
        if (opened.option == nullptr && (word.size() < 2 || word[0] != '-')) {
            ++position.operands;
        }
        const auto to_come = still_needed(opened, words.subspan(at + 1)).to_come;
        if (words.size() - at <= to_come) {
            position.value_of = opened.option->spec;
            position.values = opened.values;
            position.values.insert(
                position.values.end(),
                words.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                words.end()
            );
            break;
        }
        at += to_come;
    }
    return position;
}

std::string_view parser_version() noexcept {
    return CLI11_VERSION;
}

} // namespace mqttx::cli
