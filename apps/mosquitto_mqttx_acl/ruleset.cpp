// SPDX-License-Identifier: Apache-2.0
#include "apps/mosquitto_mqttx_acl/ruleset.hpp"

#include "common/acl/native_file.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

namespace mqttx::mosquitto_acl {

std::string Ruleset::place(const acl::Rule& rule) const {
    const auto at = lines.position(rule.span.begin);
    const auto id = policy.sections[rule.section].name;
    return cat(path, ':', at.line, ':', at.column, id.empty() ? "" : cat(": rule ", id));
}

Loaded load_rules(const std::string& path) {
    constexpr std::size_t largest = std::size_t{1} << 30U;
    constexpr std::size_t most_lines = 20; // of faults: lint shows them all
    auto rules = std::make_unique<Ruleset>();
    rules->path = path;
    rules->text = io::read_text(path, largest);
    rules->lines = acl::LineIndex{rules->text};
    auto file = acl::read_native(rules->text);
    Loaded loaded;
    for (const auto& fault : file.faults) {
        if (loaded.faults.size() == most_lines) {
            loaded.faults.push_back(
                cat(path, ": and ", counted(file.faults.size() - most_lines, "more fault"))
            );
            break;
        }
        const auto at = rules->lines.position(fault.span.begin);
        loaded.faults.push_back(cat(path, ':', at.line, ':', at.column, ": ", fault.message));
    }
    if (file.faults.empty()) {
        rules->policy = acl::policy_of(std::move(file));
        loaded.rules = std::move(rules);
    }
    return loaded;
}

} // namespace mqttx::mosquitto_acl
