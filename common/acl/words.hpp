// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Lines of words, as people write them beside a permission file.
namespace mqttx::acl {

struct Word {
    Span span;
    std::string text;
    bool quoted = false;
};

struct WordLine {
    Span span; ///< without blanks around it
    std::vector<Word> words;
};

/// Something that keeps a line from being what it should.
struct LineFault {
    Span span;
    std::string message; ///< a sentence, lower case, no full stop; parts of the file not escaped
};

/// The lines that hold words, separated by blanks or tabs. A word in double quotes is a JSON
/// string, a line that begins with '#' a comment. A line with a faulty word is left out, its fault
/// added. Takes any bytes (less than 4 GiB).
std::vector<WordLine> word_lines(std::string_view text, std::vector<LineFault>& faults);

} // namespace mqttx::acl
