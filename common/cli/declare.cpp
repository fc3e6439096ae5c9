// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declare.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declaration_state.hpp"

#include <algorithm>

namespace mqttx::cli {

namespace {

[[noreturn]] void refuse(std::string what, std::string hint) {
    throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
}

template <typename Target> auto assign_to(Target& target) {
    return [&target](const std::string& word) { target = word; };
}

} // namespace

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
    value(names, ValueKind::text, assign_to(target), std::move(value_name), std::move(description));
}

void Declaration::text(
    std::string_view names,
    std::optional<std::string>& target,
    std::string value_name,
    std::string description
) {
    value(names, ValueKind::text, assign_to(target), std::move(value_name), std::move(description));
}

void Declaration::texts(
    std::string_view names,
    std::vector<std::string>& target,
    std::string value_name,
    std::string description
) {
    list(names, ValueKind::text, target, std::move(value_name), std::move(description));
}

void Declaration::list(
    std::string_view names,
    ValueKind kind,
    std::vector<std::string>& target,
    std::string value_name,
    std::string description
) {
    auto& option = state_->add(
        names,
        kind,
        std::move(value_name),
        std::move(description),
        [&target](auto words) { target.push_back(words[0]); }
    );
    option.spec.repeatable = true;
}

void Declaration::file(
    std::string_view names, std::string& target, std::string value_name, std::string description
) {
    value(names, ValueKind::file, assign_to(target), std::move(value_name), std::move(description));
}

void Declaration::file(
    std::string_view names,
    std::optional<std::string>& target,
    std::string value_name,
    std::string description
) {
    value(names, ValueKind::file, assign_to(target), std::move(value_name), std::move(description));
}

void Declaration::files(
    std::string_view names,
    std::vector<std::string>& target,
    std::string value_name,
    std::string description
) {
    list(names, ValueKind::file, target, std::move(value_name), std::move(description));
}

void Declaration::folder(
    std::string_view names, std::string& target, std::string value_name, std::string description
) {
    value(
        names, ValueKind::folder, assign_to(target), std::move(value_name), std::move(description)
    );
}

void Declaration::operand(
    std::string name, std::string& target, std::string description, ValueKind kind
) {
    state_->operands.push_back(
        {{std::move(name), std::move(description), kind, true, false, {}}, assign_to(target)}
    );
}

void Declaration::optional_operand(
    std::string name, std::optional<std::string>& target, std::string description, ValueKind kind
) {
    state_->operands.push_back(
        {{std::move(name), std::move(description), kind, false, false, {}}, assign_to(target)}
    );
}

void Declaration::offer(std::string_view name, ValueKind kind, std::vector<std::string> choices) {
    auto& spec = state_->options.find(name)->spec;
    spec.kind = kind;
    spec.choices = std::move(choices);
}

void Declaration::operands(
    std::string name, std::vector<std::string>& target, std::string description, ValueKind kind
) {
    state_->operands.push_back(
        {{std::move(name), std::move(description), kind, true, true, {}},
         [&target](const auto& word) { target.push_back(word); }}
    );
}

void Declaration::command_after_dashes(std::vector<std::string>& target, std::string description) {
    state_->command = &target;
    state_->command_description = std::move(description);
}

void Declaration::after_parse(std::function<void(Context&)> step) {
    state_->steps.push_back(std::move(step));
}

void Declaration::first_after_parse(std::function<void(Context&)> step) {
    state_->steps.insert(state_->steps.begin(), std::move(step));
}

Position Declaration::position_after(std::span<const std::string> words) const {
    return state_->options.position_after(words);
}

bool Declaration::parse(std::span<const std::string> words) {
    auto parsed = state_->options.parse(words);
    if (parsed.help) {
        return true;
    }
    auto& after = parsed.after_dashes;
    if (state_->command == nullptr) {
        parsed.operands.insert(parsed.operands.end(), after.begin(), after.end());
    } else if (parsed.has_dashes && after.empty()) {
        refuse("there is no command after --", "--help shows how the command is used");
    } else {
        *state_->command = std::move(after);
    }
    state_->store_operands(parsed.operands);
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
    for (const auto& option : state_->options.all()) {
        if (!option->spec.hidden) {
            state_->option_specs.push_back(option->spec);
        }
    }
    return state_->option_specs;
}

const std::vector<OperandSpec>& Declaration::operand_specs() const {
    state_->operand_specs.clear();
    for (const auto& operand : state_->operands) {
        state_->operand_specs.push_back(operand.spec);
    }
    if (state_->command != nullptr) {
        state_->operand_specs.push_back(
            {"-- CMD [ARG]...", state_->command_description, ValueKind::text, false, true, {}}
        );
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

} // namespace mqttx::cli
