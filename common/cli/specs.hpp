// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mqttx::cli {

/// What a value is; completion and the manual page ask.
enum class ValueKind {
    flag,
    text,
    number,
    duration,
    file,
    folder,
    choice,
    secret,
    interface, ///< a network interface
    profile,   ///< a profile's name
    key,       ///< the identifier of a symmetric key in the keyring
    signer,    ///< of a private Ed25519 key there, or a file
    recipient, ///< of an X25519 key there, or a file
    kid        ///< of any key in the file that is the first operand
};

/// One declared option, as help, completion and the manual page see it.
struct OptionSpec {
    std::vector<std::string> names; ///< as typed: "-q", "--qos"
    std::string value_name;         ///< "N"; empty for a flag; "RECEIVED ORIGIN" for two words
    std::string description;        ///< one sentence, lower case, no full stop
    std::string section;
    ValueKind kind = ValueKind::text;
    std::vector<std::string> choices{}; ///< for the last word, when a use has several
    bool repeatable = false;
    bool hidden = false;
    std::size_t values = 1; ///< words after the name; 0 for a flag
    /// Where uses take different numbers of words (`values` is the most): what may stand after
    /// those so far, for completion.
    std::function<std::vector<std::string>(std::span<const std::string>)> next_words{};
};

/// One use of an option.
struct OptionUse {
    std::vector<std::string> words; ///< none of a flag, nor of a secret
    std::string origin;             ///< "command line", or file:line of a profile
};

/// What was said of an option.
struct Setting {
    OptionSpec spec;
    std::vector<OptionUse> uses{};
    bool is_ignored = false; ///< the command has no such option
};

/// One declared operand (a word without an option before it).
struct OperandSpec {
    std::string name; ///< "FILE"
    std::string description;
    ValueKind kind = ValueKind::text;
    bool required = true;
    bool repeatable = false;
    std::vector<std::string> choices{};
};

/// Where a word stands on the command line.
struct Position {
    std::optional<OptionSpec> value_of{}; ///< it is a value of this option
    std::vector<std::string> values{};    ///< of that option, before this one
    std::size_t operands = 0;             ///< or comes after so many operands
    bool after_dashes = false;            ///< "--" has come
};

/// An example for help and the manual page.
struct ExampleSpec {
    std::string command;
    std::string purpose;
};

} // namespace mqttx::cli
