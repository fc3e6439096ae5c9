// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/policy.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Parts of a native file as text.
namespace mqttx::acl {

/// What a key of a subject is called in a native file.
struct KeyWord {
    std::string_view word;
    SubjectKey key;
};

inline constexpr std::array subject_keys{
    KeyWord{"any", SubjectKey::any},
    KeyWord{"authenticated", SubjectKey::authenticated},
    KeyWord{"anonymous", SubjectKey::anonymous},
    KeyWord{"user", SubjectKey::user},
    KeyWord{"client-id", SubjectKey::client_id},
    KeyWord{"cert-cn", SubjectKey::cert_cn},
    KeyWord{"cert-san", SubjectKey::cert_san},
    KeyWord{"cert-issuer-sha256", SubjectKey::cert_issuer},
    KeyWord{"role", SubjectKey::role}};

/// A TOML basic string, quotes included.
std::string toml_string(std::string_view text);

/// One string, or a list of several on a line each.
std::string toml_strings(std::span<const std::string> texts);

/// A rule with everything that is not left to the defaults; a blank line in front.
struct RuleWords {
    std::string subject{}; ///< the value
    Effect effect = Effect::allow;
    bool publish = false;
    bool subscribe = false;
    std::vector<std::string> topics{};
    std::uint8_t qos = 0b111;
    RetainRule retain = RetainRule::any; ///< of a rule that is about publishing alone
    std::string share{};                 ///< the value; empty: none
};

std::string rule_text(const RuleWords& rule);

/// The rules for one subject: topics by what is allowed or denied of them, in the order of their
/// coming.
class RuleText {
  public:
    /// The filter is in native spelling, and UTF-8.
    void add(Effect effect, bool publish, bool subscribe, std::string_view filter);

    /// A rule for each kind; `subject` is a value.
    [[nodiscard]] std::string write(std::string_view subject) const;

  private:
    std::vector<RuleWords> rules_;
};

/// The value of `subject`: a table, or an array of tables. None of the tests is a glob of users.
std::string subject_value(std::span<const Conjunction> any_of);

} // namespace mqttx::acl
