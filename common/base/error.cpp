// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"

#include <cctype>
#include <cstring>
#include <utility>

namespace mqttx {

Error::Error(ErrorKind kind, std::string what, std::string hint, ErrorFacts facts)
    : kind_{kind}, what_{std::move(what)}, hint_{std::move(hint)}, facts_{std::move(facts)} {
    // what() ends at a NUL, and the sentence must not.
    for (auto at = what_.find('\0'); at != std::string::npos; at = what_.find('\0', at)) {
        what_.replace(at, 1, "\\x00");
    }
}

std::string system_error_text(int error_number) {
    std::string text = ::strerrordesc_np(error_number) != nullptr
                           ? ::strerrordesc_np(error_number)
                           : "error " + std::to_string(error_number);
    // "Is a directory" becomes "is a directory"; an abbreviation such as "RPC" stays.
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) {
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    }
    return text;
}

} // namespace mqttx
