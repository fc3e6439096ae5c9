// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declare.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/program.hpp"
#include "common/cli/suggest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

namespace mqttx::cli {

namespace {

/// Stores the words of one use of an option.
using Store = std::function<void(std::span<const std::string>)>;

struct Entry {
    OptionSpec spec;
    std::size_t arity = 1;
    Store store;
    bool given = false;
    std::vector<std::string> results{}; ///< what CLI11 collected, all uses in order
    std::int64_t uses = 0;              ///< for flags
};

struct Operand {
    OperandSpec spec;
    std::function<void(const std::string&)> store;
};

std::vector<std::string> split_names(std::string_view names) {
    std::vector<std::string> list;
    while (!names.empty()) {
        const auto comma = std::min(names.find(','), names.size());
        list.emplace_back(names.substr(0, comma));
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return list;
}

/// The name to use in a message: the long one.
const std::string& shown_name(const OptionSpec& spec) {
    for (const auto& name : spec.names) {
        if (name.starts_with("--")) {
            return name;
        }
    }
    return spec.names.front();
}

[[noreturn]] void refuse(std::string what, std::string hint = {}) {
    throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
}

std::string list_of(std::span<const std::string> words) {
    std::string list;
    for (std::size_t at = 0; at < words.size(); ++at) {
        list += at == 0 ? "" : at + 1 == words.size() ? " or " : ", ";
        list += words[at];
    }
    return list;
}

} // namespace

struct Declaration::State {
    std::string usage;
    std::string about;
    std::string section = "Options";
    std::vector<ExampleSpec> examples;
    // A deque would do: entries must not move while CLI11 holds references into them.
    std::vector<std::unique_ptr<Entry>> entries;
    std::vector<Operand> operands;
    std::vector<std::string>* command = nullptr;
    std::vector<std::function<void(Context&)>> steps;
    std::vector<Secret> concealed;
    mutable std::vector<OptionSpec> option_specs;
    mutable std::vector<OperandSpec> operand_specs;

    Entry&
    add(std::string_view names,
        ValueKind kind,
        std::string value_name,
        std::string description,
        Store store) {
        auto entry = std::make_unique<Entry>();
        entry->spec.names = split_names(names);
        entry->spec.value_name = std::move(value_name);
        entry->spec.description = std::move(description);
        entry->spec.section = section;
        entry->spec.kind = kind;
        entry->arity = kind == ValueKind::flag ? 0 : 1;
        entry->store = std::move(store);
        entries.push_back(std::move(entry));
        return *entries.back();
    }

    [[nodiscard]] Entry* find(std::string_view name) const {
        for (const auto& entry : entries) {
            if (std::find(entry->spec.names.begin(), entry->spec.names.end(), name) !=
                entry->spec.names.end()) {
                return entry.get();
            }
        }
        return nullptr;
    }

    [[nodiscard]] std::size_t separator(std::span<const std::string> words) const;
    [[nodiscard]] std::size_t values_that_follow(const std::string& word) const;
    std::vector<std::string> parse_options(std::span<const std::string> words, bool& help);
    void store_results(Entry& entry);
    void store_operands(std::span<const std::string> words);
    [[noreturn]] void refuse_unknown(const std::string& word) const;
};

/// How many of the next words belong to this one.
std::size_t Declaration::State::values_that_follow(const std::string& word) const {
    if (word.starts_with("--")) {
        const auto* entry = word.find('=') == std::string::npos ? find(word) : nullptr;
        return entry != nullptr ? entry->arity : 0;
    }
    if (word.size() < 2 || word[0] != '-') {
        return 0;
    }
    for (std::size_t at = 1; at < word.size();
         ++at) { // -rv1: flags, until one takes the rest or the next word
        const auto* entry = find(cat('-', word[at]));
        if (entry != nullptr && entry->arity > 0) {
            return at + 1 == word.size() ? entry->arity : entry->arity - 1;
        }
    }
    return 0;
}

/// Where "--" stands as a separator rather than as an option's value.
std::size_t Declaration::State::separator(std::span<const std::string> words) const {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at] == "--") {
            return at;
        }
        at += values_that_follow(words[at]);
    }
    return words.size();
}

void Declaration::State::refuse_unknown(const std::string& word) const {
    const auto name = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (const auto& entry : entries) {
        if (!entry->spec.hidden) {
            known.insert(known.end(), entry->spec.names.begin(), entry->spec.names.end());
        }
    }
    const auto meant = name.starts_with("--") ? nearest_word(name, known) : std::string{};
    refuse(
        cat("unknown option ", name),
        meant.empty() ? "--help lists the options" : cat("did you mean ", meant, "?")
    );
}

/// Lets CLI11 collect every option's words; answers with the words that belong to none.
std::vector<std::string>
Declaration::State::parse_options(std::span<const std::string> words, bool& help) {
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_flag(find("-h") == nullptr ? "-h,--help" : "--help", help);
    for (const auto& entry : entries) {
        auto* const target = entry.get();
        std::string names;
        for (const auto& name : target->spec.names) {
            names += names.empty() ? name : "," + name;
        }
        if (target->arity == 0) {
            app.add_flag_function(names, [target](std::int64_t uses) { target->uses = uses; });
            continue;
        }
        const auto collect = [target](const CLI::results_t& results) {
            target->results = results;
            return true;
        };
        app.add_option(names, collect)
            ->type_size(static_cast<int>(target->arity))
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->allow_extra_args(false);
    }
    std::vector<std::string> reversed{words.rbegin(), words.rend()};
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError&) { // with extras allowed, the one thing left is a value that is
                                       // missing
        refuse(
            cat(words.empty() ? "the last option" : words.back(), " needs a value"),
            "--help shows what each option takes"
        );
    }
    return app.remaining();
}

void Declaration::State::store_results(Entry& entry) {
    if (entry.arity == 0) {
        if (entry.uses > 0) {
            entry.given = true;
            entry.store({});
        }
        return;
    }
    for (std::size_t at = 0; at + entry.arity <= entry.results.size(); at += entry.arity) {
        entry.given = true;
        entry.store(std::span{entry.results}.subspan(at, entry.arity));
    }
}

void Declaration::State::store_operands(std::span<const std::string> words) {
    std::size_t taken = 0;
    for (const auto& operand : operands) {
        const std::size_t left = words.size() - taken;
        if (left == 0 && operand.spec.required) {
            refuse(
                cat(operand.spec.name, " is missing: ", operand.spec.description),
                "--help shows how the command is used"
            );
        }
        const std::size_t count = operand.spec.repeatable ? left : std::min<std::size_t>(left, 1);
        for (std::size_t at = 0; at < count; ++at) {
            operand.store(words[taken++]);
        }
    }
    if (taken < words.size()) {
        refuse(cat("stray word ", in_quotes(words[taken])), "--help shows how the command is used");
    }
}

Declaration::Declaration() : state_{std::make_unique<State>()} {}

Declaration::~Declaration() = default;

void Declaration::usage(std::string words) {
    state_->usage = std::move(words);
}

void Declaration::about(std::string text) {
    state_->about = std::move(text);
}

void Declaration::example(std::string command, std::string purpose) {
    state_->examples.push_back({std::move(command), std::move(purpose)});
}

void Declaration::section(std::string title) {
    state_->section = std::move(title);
}

void Declaration::flag(std::string_view names, bool& target, std::string description) {
    flag(
        names, [&target] { target = true; }, std::move(description)
    );
}

void Declaration::flag(
    std::string_view names, std::function<void()> action, std::string description
) {
    state_->add(
        names,
        ValueKind::flag,
        {},
        std::move(description),
        [action = std::move(action)](auto) { action(); }
    );
}

void Declaration::value(
    std::string_view names,
    ValueKind kind,
    std::function<void(const std::string&)> store,
    std::string value_name,
    std::string description
) {
    state_->add(
        names,
        kind,
        std::move(value_name),
        std::move(description),
        [store = std::move(store)](auto words) { store(words[0]); }
    );
}

void Declaration::text(
    std::string_view names, std::string& target, std::string value_name, std::string description
) {
    value(
        names,
        ValueKind::text,
        [&target](const auto& word) { target = word; },
        std::move(value_name),
        std::move(description)
    );
}

void Declaration::text(
    std::string_view names,
    std::optional<std::string>& target,
    std::string value_name,
    std::string description
) {
    value(
        names,
        ValueKind::text,
        [&target](const auto& word) { target = word; },
        std::move(value_name),
        std::move(description)
    );
}

void Declaration::texts(
    std::string_view names,
    std::vector<std::string>& target,
    std::string value_name,
    std::string description
) {
    value(
        names,
        ValueKind::text,
        [&target](const auto& word) { target.push_back(word); },
        std::move(value_name),
        std::move(description)
    );
    state_->entries.back()->spec.repeatable = true;
}

void Declaration::pairs(
    std::string_view names,
    std::vector<std::pair<std::string, std::string>>& target,
    std::string value_name,
    std::string description
) {
    auto& entry = state_->add(
        names,
        ValueKind::text,
        std::move(value_name),
        std::move(description),
        [&target](auto words) { target.emplace_back(words[0], words[1]); }
    );
    entry.arity = 2;
    entry.spec.repeatable = true;
}

void Declaration::file(
    std::string_view names, std::string& target, std::string value_name, std::string description
) {
    value(
        names,
        ValueKind::file,
        [&target](const auto& word) { target = word; },
        std::move(value_name),
        std::move(description)
    );
}

void Declaration::file(
    std::string_view names,
    std::optional<std::string>& target,
    std::string value_name,
    std::string description
) {
    value(
        names,
        ValueKind::file,
        [&target](const auto& word) { target = word; },
        std::move(value_name),
        std::move(description)
    );
}

void Declaration::files(
    std::string_view names,
    std::vector<std::string>& target,
    std::string value_name,
    std::string description
) {
    value(
        names,
        ValueKind::file,
        [&target](const auto& word) { target.push_back(word); },
        std::move(value_name),
        std::move(description)
    );
    state_->entries.back()->spec.repeatable = true;
}

void Declaration::folder(
    std::string_view names, std::string& target, std::string value_name, std::string description
) {
    value(
        names,
        ValueKind::folder,
        [&target](const auto& word) { target = word; },
        std::move(value_name),
        std::move(description)
    );
}

void Declaration::integer(
    std::string_view names,
    std::function<void(std::int64_t)> store,
    std::int64_t least,
    std::int64_t most,
    std::string value_name,
    std::string description
) {
    auto& entry =
        state_->add(names, ValueKind::number, std::move(value_name), std::move(description), {});
    entry.store = [store = std::move(store), least, most, name = shown_name(entry.spec)](auto words
                  ) {
        const auto number = parse_integer(words[0]);
        if (!number || *number < least || *number > most) {
            refuse(
                cat(name,
                    " takes a whole number from ",
                    least,
                    " to ",
                    most,
                    ", not ",
                    in_quotes(words[0]))
            );
        }
        store(*number);
    };
}

void Declaration::duration(
    std::string_view names,
    std::optional<std::chrono::milliseconds>& target,
    std::string value_name,
    std::string description
) {
    auto& entry =
        state_->add(names, ValueKind::duration, std::move(value_name), std::move(description), {});
    entry.store = [&target, name = shown_name(entry.spec)](auto words) {
        target = parse_duration(words[0]);
        if (!target) {
            refuse(
                cat(name, " takes a duration, not ", in_quotes(words[0])),
                "seconds (90, 0.5) or a number with ms, s, m, h, d or w"
            );
        }
    };
}

void Declaration::duration(
    std::string_view names,
    std::chrono::milliseconds& target,
    std::string value_name,
    std::string description
) {
    auto& entry =
        state_->add(names, ValueKind::duration, std::move(value_name), std::move(description), {});
    entry.store = [&target, name = shown_name(entry.spec)](auto words) {
        const auto duration = parse_duration(words[0]);
        if (!duration) {
            refuse(
                cat(name, " takes a duration, not ", in_quotes(words[0])),
                "seconds (90, 0.5) or a number with ms, s, m, h, d or w"
            );
        }
        target = *duration;
    };
}

void Declaration::one_of(
    std::string_view names,
    std::vector<std::string> words,
    std::function<void(std::size_t)> store,
    std::string value_name,
    std::string description
) {
    auto& entry =
        state_->add(names, ValueKind::choice, std::move(value_name), std::move(description), {});
    entry.spec.choices = words;
    entry.store = [words = std::move(words),
                   store = std::move(store),
                   name = shown_name(entry.spec)](auto given) {
        const auto found = std::find(words.begin(), words.end(), given[0]);
        if (found == words.end()) {
            refuse(cat(name, " takes ", list_of(words), ", not ", in_quotes(given[0])));
        }
        store(static_cast<std::size_t>(found - words.begin()));
    };
}

void Declaration::secret(
    std::string_view names,
    std::optional<Secret>& target,
    std::string value_name,
    std::string description
) {
    value(
        names,
        ValueKind::secret,
        [this, &target](const std::string& word) {
            target = Secret{as_bytes(word)};
            state_->concealed.push_back(target->duplicate());
        },
        std::move(value_name),
        std::move(description)
    );
}

void Declaration::refused(std::string_view names, bool takes_value, std::string hint) {
    auto& entry =
        state_->add(names, takes_value ? ValueKind::text : ValueKind::flag, "VALUE", {}, {});
    entry.spec.hidden = true;
    entry.store = [name = shown_name(entry.spec), hint = std::move(hint)](auto) {
        refuse(cat(name, " is not offered"), hint);
    };
}

void Declaration::operand(
    std::string name, std::string& target, std::string description, ValueKind kind
) {
    state_->operands.push_back(
        {{std::move(name), std::move(description), kind, true, false},
         [&target](const auto& word) { target = word; }}
    );
}

void Declaration::optional_operand(
    std::string name, std::optional<std::string>& target, std::string description, ValueKind kind
) {
    state_->operands.push_back(
        {{std::move(name), std::move(description), kind, false, false},
         [&target](const auto& word) { target = word; }}
    );
}

void Declaration::operands(
    std::string name, std::vector<std::string>& target, std::string description, ValueKind kind
) {
    state_->operands.push_back(
        {{std::move(name), std::move(description), kind, true, true},
         [&target](const auto& word) { target.push_back(word); }}
    );
}

void Declaration::command_after_dashes(std::vector<std::string>& target, std::string description) {
    state_->command = &target;
    about(std::move(description));
}

void Declaration::after_parse(std::function<void(Context&)> step) {
    state_->steps.push_back(std::move(step));
}

bool Declaration::given(std::string_view long_name) const {
    const auto* entry = state_->find(cat("--", long_name));
    return entry != nullptr && entry->given;
}

bool Declaration::set_default(std::string_view long_name, std::span<const std::string> values) {
    auto* entry = state_->find(cat("--", long_name));
    if (entry == nullptr || entry->spec.hidden) {
        return false;
    }
    if (entry->given) {
        return true;
    }
    if (entry->arity == 0) {
        if (values.size() == 1 && values[0] == "true") {
            entry->store({});
        }
        return true;
    }
    for (std::size_t at = 0; at + entry->arity <= values.size(); at += entry->arity) {
        entry->store(values.subspan(at, entry->arity));
    }
    return true;
}

bool Declaration::parse(std::span<const std::string> words) {
    const auto separator = state_->separator(words);
    bool help = false;
    auto rest = state_->parse_options(words.first(separator), help);
    if (help) {
        return true;
    }
    for (const auto& word : rest) {
        if (word.size() > 1 && word[0] == '-') {
            state_->refuse_unknown(word);
        }
    }
    for (const auto& entry : state_->entries) {
        state_->store_results(*entry);
    }
    const auto after = words.subspan(std::min(separator + 1, words.size()));
    if (state_->command != nullptr) {
        if (separator < words.size() && after.empty()) {
            refuse("there is no command after --");
        }
        state_->command->assign(after.begin(), after.end());
    } else {
        rest.insert(rest.end(), after.begin(), after.end());
    }
    state_->store_operands(rest);
    return false;
}

void Declaration::finish(Context& context) const {
    for (const auto& secret : state_->concealed) {
        if (context.streams.conceal) {
            context.streams.conceal(secret.expose_text());
        }
    }
    for (const auto& step : state_->steps) {
        step(context);
    }
}

const std::vector<OptionSpec>& Declaration::option_specs() const {
    state_->option_specs.clear();
    for (const auto& entry : state_->entries) {
        if (!entry->spec.hidden) {
            state_->option_specs.push_back(entry->spec);
        }
    }
    return state_->option_specs;
}

const std::vector<OperandSpec>& Declaration::operand_specs() const {
    state_->operand_specs.clear();
    for (const auto& operand : state_->operands) {
        state_->operand_specs.push_back(operand.spec);
    }
    return state_->operand_specs;
}

const std::vector<ExampleSpec>& Declaration::examples() const {
    return state_->examples;
}

const std::string& Declaration::usage_words() const {
    return state_->usage;
}

const std::string& Declaration::about_text() const {
    return state_->about;
}

std::vector<Secret>& Declaration::words_to_conceal() {
    return state_->concealed;
}

} // namespace mqttx::cli
