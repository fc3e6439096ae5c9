// SPDX-License-Identifier: Apache-2.0
#include "common/topic/match.hpp"

#include "common/topic/levels.hpp"

namespace mqttx::topic {

bool matches(std::string_view filter, std::string_view topic) noexcept {
    const bool wildcard_first = filter.starts_with('+') || filter.starts_with('#');
    if (topic.empty() || (wildcard_first && topic.front() == '$')) {
        return false;
    }
    Levels wanted_levels{filter};
    Levels levels{topic};
    while (true) {
        const auto wanted = wanted_levels.next();
        const auto level = levels.next();
        if (wanted == "#") {
            return true;
        }
        if (!wanted || !level) {
            return wanted == level;
        }
        if (*wanted != "+" && *wanted != *level) {
            return false;
        }
    }
}

} // namespace mqttx::topic
