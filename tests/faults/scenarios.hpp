// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mqttx::faults {

/// A verb, and what it finds.
struct Scenario {
    std::string name;
    std::vector<std::string> before;
    std::string verb;
    bool has_journal = true; ///< it writes into the store, whose fsck has its say
    bool is_one_step = true; ///< all or nothing; else each identity for itself
    /// Each call meets every kind of fault; else one kind, the next call another, and the verbs
    /// begin with different ones: what they share is tried with all.
    bool has_every_kind = false;
    long stride = 1;            ///< of so many calls one is tried, where very many are alike
    std::string done_says = {}; ///< what the verb says when it was done already
};

std::vector<Scenario> scenarios();

} // namespace mqttx::faults
