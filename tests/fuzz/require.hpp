// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>

/// Ends the run with a crash, which the fuzzer keeps the input of, unless this is true; in every
/// build, with assertions or without.
inline void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}
