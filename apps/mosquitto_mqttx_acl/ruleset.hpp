// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/policy.hpp"
#include "common/acl/span.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mqttx::mosquitto_acl {

/// The rules of a native permission file, as the broker goes by them.
struct Ruleset {
    std::string path;
    std::string text;
    acl::Policy policy{};
    acl::LineIndex lines{{}};

    /// "FILE:LINE:COLUMN: rule ID" of a rule.
    [[nodiscard]] std::string place(const acl::Rule& rule) const;
};

/// Either rules, or what keeps a file from having any: a line for each fault, with its place.
struct Loaded {
    std::unique_ptr<const Ruleset> rules;
    std::vector<std::string> faults{};
};

/// Reads a permission file of at most 1 GiB. Throws Error when it cannot be read at all.
Loaded load_rules(const std::string& path);

} // namespace mqttx::mosquitto_acl
