// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declaration_state.hpp"
#include "common/cli/declare.hpp"

#include <algorithm>

namespace mqttx::cli {

namespace {

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

/// Stores a duration; the target may be optional.
template <typename Target> Store duration_into(Target& target, const std::string& name) {
    return [&target, name](auto words) {
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

} // namespace

void Declaration::integer(
    std::string_view names,
    std::function<void(std::int64_t)> store,
    std::int64_t least,
    std::int64_t most,
    std::string value_name,
    std::string description
) {
    auto& option =
        state_->add(names, ValueKind::number, std::move(value_name), std::move(description), {});
    constexpr std::int64_t few = 8; // as many as are worth offering to who completes the value
    for (auto number = least; most - least < few && number <= most; ++number) {
        option.spec.choices.push_back(std::to_string(number));
    }
    const auto range = cat(" takes a whole number from ", least, " to ", most, ", not ");
    option.store = [=, name = option.shown_name(), store = std::move(store)](auto words) {
        const auto number = parse_integer(words[0]);
        if (!number || *number < least || *number > most) {
            refuse(cat(name, range, in_quotes(words[0])));
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
    auto& option =
        state_->add(names, ValueKind::duration, std::move(value_name), std::move(description), {});
    option.store = duration_into(target, option.shown_name());
}

void Declaration::duration(
    std::string_view names,
    std::chrono::milliseconds& target,
    std::string value_name,
    std::string description
) {
    auto& option =
        state_->add(names, ValueKind::duration, std::move(value_name), std::move(description), {});
    option.store = duration_into(target, option.shown_name());
}

void Declaration::one_of(
    std::string_view names,
    std::vector<std::string> words,
    std::function<void(std::size_t)> store,
    std::string value_name,
    std::string description
) {
    auto& option =
        state_->add(names, ValueKind::choice, std::move(value_name), std::move(description), {});
    option.spec.choices = words;
    option.store = [words = std::move(words),
                    store = std::move(store),
                    name = option.shown_name()](auto given) {
        const auto found = std::find(words.begin(), words.end(), given[0]);
        if (found == words.end()) {
            refuse(cat(name, " takes ", list_of(words), ", not ", in_quotes(given[0])));
        }
        store(static_cast<std::size_t>(found - words.begin()));
    };
}

void Declaration::operand_choice(
    std::string name, std::string& target, std::vector<std::string> choices, std::string description
) {
    OperandSpec spec{name, std::move(description), ValueKind::choice, true, false, choices};
    const auto store =
        [&target, name = std::move(name), choices = std::move(choices)](const std::string& word) {
            if (std::find(choices.begin(), choices.end(), word) == choices.end()) {
                refuse(cat(name, " is ", list_of(choices), ", not ", in_quotes(word)));
            }
            target = word;
        };
    state_->operands.push_back({std::move(spec), store});
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
    const auto kind = takes_value ? ValueKind::text : ValueKind::flag;
    auto& option = state_->add(names, kind, "VALUE", {}, {});
    option.spec.hidden = true;
    option.store = [name = option.shown_name(), hint = std::move(hint)](auto) {
        refuse(cat(name, " is not offered"), hint);
    };
}

} // namespace mqttx::cli
