// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/trial.hpp"

#include <string>
#include <vector>

namespace mqttx::faults {

/// What waits for its place or was being written, and what holds no content: not looked at where
/// only finished files count.
bool is_in_the_making(const std::string& path);

/// The files that are there but not whole: neither as they were nor a complete one of their kind.
std::vector<std::string> halves(const Tree& now, const Tree& before, const Tree& after);

/// How far a change went.
enum class Progress {
    none, ///< all is as it was
    done, ///< all that an undisturbed run changes has changed
    part, ///< some of it
};

/// Compares with what was before and with what an undisturbed run made of it; a file that neither
/// knows, or that was not to change and did, is named in `strays`.
Progress progress_of(
    const Tree& now, const Tree& before, const Tree& after, std::vector<std::string>& strays
);

/// The same for each identity, by the names of its files without their endings: an identity is all
/// old or all new where the whole is neither. What is part is named.
std::vector<std::string> torn_groups(const Tree& now, const Tree& before, const Tree& after);

} // namespace mqttx::faults
