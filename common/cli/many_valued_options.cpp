// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declaration_state.hpp"
#include "common/cli/declare.hpp"

namespace mqttx::cli {

void Declaration::pairs(
    std::string_view names,
    std::vector<std::pair<std::string, std::string>>& target,
    std::string value_name,
    std::string description
) {
    auto& option = state_->add(
        names,
        ValueKind::text,
        std::move(value_name),
        std::move(description),
        [&target](auto words) { target.emplace_back(words[0], words[1]); }
    );
    option.spec.values = 2;
    option.spec.repeatable = true;
}

void Declaration::words(
    std::string_view names,
    std::size_t most,
    std::function<std::size_t(std::span<const std::string>)> count,
    std::function<void(std::span<const std::string>)> store,
    std::function<std::vector<std::string>(std::span<const std::string>)> next,
    std::string value_name,
    std::string description
) {
    auto& option = state_->add(
        names, ValueKind::text, std::move(value_name), std::move(description), std::move(store)
    );
    option.count = std::move(count);
    option.spec.values = most;
    option.spec.next_words = std::move(next);
    option.spec.repeatable = true;
}

} // namespace mqttx::cli
