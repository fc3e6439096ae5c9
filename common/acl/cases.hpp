// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/chain.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/span.hpp"
#include "common/acl/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// What somebody means a permission file to answer.
struct Case {
    Span span;                         ///< the line without blanks around it
    std::optional<std::string> user{}; ///< none: a client without user name
    Action action{};                   ///< publish, receive or subscribe; never retained
    std::string topic{};               ///< valid: a topic name, for subscribe a filter
    Answer expected = Answer::denied;
};

struct CaseFile {
    std::vector<Case> cases;       ///< of the lines without fault
    std::vector<LineFault> faults; ///< of every line, in order
};

/// The word for an expected answer in a file of cases: "allow", "deny", "partly".
std::string_view case_word(Answer answer) noexcept;

/// Reads lines of words (words.hpp) "user operation topic [qos] allow|deny|partly"; an unquoted '-'
/// for the user is a client without name. Takes any bytes (less than 4 GiB); the text must have at
/// least one case, or that is a fault.
CaseFile read_cases(std::string_view text);

} // namespace mqttx::acl
