// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/text.hpp"

#include <string>
#include <string_view>

namespace mqttx::test {

/// A rule of the native format: words in single quotes but for the subject and `more`, which are
/// TOML as they stand.
inline std::string native_rule(
    std::string_view effect,
    std::string_view operation,
    std::string_view subject,
    std::string_view topic,
    std::string_view more = ""
) {
    return cat(
        "[[rule]]\nsubject = ",
        subject,
        "\neffect = '",
        effect,
        "'\noperation = '",
        operation,
        "'\ntopic = '",
        topic,
        "'\n",
        more,
        '\n'
    );
}

} // namespace mqttx::test
