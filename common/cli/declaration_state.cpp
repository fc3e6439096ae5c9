// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declaration_state.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::cli {

namespace {

[[noreturn]] void refuse(std::string what) {
    throw Error{ErrorKind::usage, std::move(what), "--help shows how the command is used"};
}

} // namespace

Option& Declaration::State::add(
    std::string_view names,
    ValueKind kind,
    std::string value_name,
    std::string description,
    Store store
) {
    OptionSpec spec;
    spec.value_name = std::move(value_name);
    spec.description = std::move(description);
    spec.section = section;
    spec.kind = kind;
    return options.add(names, std::move(spec), std::move(store));
}

void Declaration::State::store_operands(std::span<const std::string> words) const {
    std::size_t taken = 0;
    for (const auto& operand : operands) {
        const std::size_t left = words.size() - taken;
        if (left == 0 && operand.spec.required) {
            refuse(cat(operand.spec.name, " is missing: ", operand.spec.description));
        }
        const std::size_t count = operand.spec.repeatable ? left : std::min<std::size_t>(left, 1);
        for (std::size_t at = 0; at < count; ++at) {
            operand.store(words[taken++]);
        }
    }
    if (taken < words.size()) {
        refuse(cat("stray word ", in_quotes(words[taken])));
    }
}

} // namespace mqttx::cli
