// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/cli/declaration_state.hpp"
#include "common/cli/declare.hpp"

namespace mqttx::cli {

std::size_t Declaration::place_of(std::string_view long_name) const {
    const auto* option = state_->options.find(cat("--", long_name));
    return option == nullptr ? 0 : option->place;
}

bool Declaration::set_default(
    std::string_view long_name, std::span<const std::string> values, const std::string& origin
) {
    auto* option = state_->options.find(cat("--", long_name));
    if (option == nullptr || option->spec.hidden) {
        return false;
    }
    option->set_default(values, origin);
    return true;
}

void Declaration::pass_over(
    std::string_view long_name, std::vector<std::string> values, const std::string& origin
) {
    OptionSpec spec;
    spec.names = {cat("--", long_name)};
    spec.repeatable = values.size() > 1;
    Setting setting{.spec = std::move(spec), .is_ignored = true};
    for (auto& value : values) {
        setting.uses.push_back({{std::move(value)}, origin});
    }
    state_->passed_over.push_back(std::move(setting));
}

const std::string* Declaration::word_of(std::string_view long_name) const {
    const auto* option = state_->options.find(cat("--", long_name));
    return option == nullptr || option->uses.empty() ? nullptr : &option->uses.back().words.front();
}

std::vector<Setting> Declaration::settings() const {
    std::vector<Setting> settings;
    for (const auto& option : state_->options.all()) {
        if (option->uses.empty()) {
            continue;
        }
        settings.push_back({option->spec, option->uses});
        if (!option->spec.repeatable) {
            settings.back().uses = {option->uses.back()};
        }
    }
    settings.insert(settings.end(), state_->passed_over.begin(), state_->passed_over.end());
    return settings;
}

void Declaration::keep_default(
    std::string_view long_name, std::function<void(const std::string&)> store
) {
    auto* option = state_->options.find(cat("--", long_name));
    option->store_default = [store = std::move(store)](auto words) {
        for (const auto& word : words) {
            store(word);
        }
    };
}

} // namespace mqttx::cli
