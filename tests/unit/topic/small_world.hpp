// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/topic/validity.hpp"

#include <string>
#include <vector>

/// Every filter and every topic over a small alphabet: what holds for all of them holds.
namespace small_world {

/// All texts of 1..`depth` levels over the alphabet.
inline std::vector<std::string> texts(const std::vector<std::string>& alphabet, int depth) {
    std::vector<std::string> all = alphabet;
    std::vector<std::string> longest = alphabet;
    for (int levels = 2; levels <= depth; ++levels) {
        std::vector<std::string> longer;
        for (const auto& head : longest) {
            for (const auto& level : alphabet) {
                longer.push_back(head + "/" + level);
            }
        }
        all.insert(all.end(), longer.begin(), longer.end());
        longest = std::move(longer);
    }
    return all;
}

inline std::vector<std::string> filters(int depth = 3) {
    auto all = texts({"a", "b", "", "$x", "+", "#"}, depth);
    std::erase_if(all, [](const auto& text) {
        return mqttx::topic::topic_filter_fault(text).has_value();
    });
    return all;
}

/// One level deeper than the filters, and with a literal that no filter has: a difference between
/// two filters shows in one of these.
inline std::vector<std::string> topics() {
    auto all = texts({"a", "b", "", "$x", "fresh"}, 4);
    std::erase(all, "");
    return all;
}

} // namespace small_world
