// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/option_table.hpp"

namespace mqttx::cli {

struct Operand {
    OperandSpec spec;
    std::function<void(const std::string&)> store;
};

struct Declaration::State {
    std::string usage;
    std::string about;
    std::string section = "Options";
    std::vector<ExampleSpec> examples;
    OptionTable options;
    std::vector<Operand> operands;
    std::vector<std::string>* command = nullptr; ///< takes what stands behind "--"
    std::string command_description;
    std::vector<std::function<void(Context&)>> steps;
    std::vector<Secret> concealed;
    std::vector<Setting> passed_over;
    mutable std::vector<OptionSpec> option_specs;
    mutable std::vector<OperandSpec> operand_specs;

    /// An option of the current section.
    Option&
    add(std::string_view names,
        ValueKind kind,
        std::string value_name,
        std::string description,
        Store store);

    /// Hands the words to the operands in their order. Throws Error(usage).
    void store_operands(std::span<const std::string> words) const;
};

} // namespace mqttx::cli
