// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/erlang.hpp"
#include "common/acl/finding.hpp"
#include "common/acl/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// EMQX's acl.conf: Erlang terms {allow | deny, who, action, [topics]}, of which the first that
/// matches decides.
namespace mqttx::acl {

struct EmqxTopic {
    std::string_view filter; ///< as written
    Span span;               ///< of the term
    bool equal = false;      ///< compared with a topic or SUBSCRIBE as text, wildcards included
};

/// A condition on the client that nothing in an MQTT packet tells: its address, its zone, the
/// listener it came through, an attribute, or a regular expression that is more than a glob.
struct EmqxUnknown {
    std::string text; ///< as written
    Span span;
};

struct EmqxRule {
    Span span;
    Span who_span;
    Effect effect = Effect::deny;
    bool publish = false;
    bool subscribe = false;
    std::uint8_t qos = 0b111;
    RetainRule retain = RetainRule::any;
    /// Of a test with SubjectKey::role the values say which unknown condition it is, by number.
    std::vector<Conjunction> subject{};
    std::vector<EmqxTopic> topics{};
};

/// A regular expression that may match in the middle of a name.
struct EmqxLooseRegex {
    std::string_view text;
    Span span;
};

/// An acl.conf as it was read. What EMQX refuses stands in `faults`, as findings of severity error
/// with the ids of lint rules: with any of them it does not take the file.
struct EmqxFile {
    ErlangDocument document;
    std::vector<EmqxRule> rules{};
    std::vector<EmqxUnknown> unknown{};
    std::vector<EmqxLooseRegex> loose{};
    std::vector<Finding> faults{};
};

/// Reads any bytes (less than 4 GiB), which must outlive the file.
EmqxFile read_emqx(std::string_view text);

/// What a file without faults means: a section for each rule, in order. Its topics have the
/// variables of the native format, wherever in a level they stand. The text must outlive it. A
/// client is taken not to fulfil the unknown conditions.
Policy policy_of(const EmqxFile& file);
Policy policy_of(EmqxFile&& file);

/// Whether a text looks like one: its first line that is neither blank nor a comment begins a
/// tuple with allow or deny.
bool looks_like_emqx(std::string_view text) noexcept;

/// A regular expression as a glob in which '*' is any run of characters; none when it is more than
/// anchors, plain characters and ".*", or when a '*' would have to stand for itself.
std::optional<std::string> glob_of_regex(std::string_view regex);

/// The regular expression for a glob, anchored at both ends.
std::string regex_of_glob(std::string_view glob);

} // namespace mqttx::acl
