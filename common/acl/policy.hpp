// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What a permission file says, in one shape for every format: sections of rules, and subjects to
/// whom sections apply. What the rules amount to (which of two rules wins, what a broker makes of a
/// SUBSCRIBE) is the matter of decide.hpp.
namespace mqttx::acl {

class Audience;

enum class Format : std::uint8_t { mosquitto, dynsec, native, emqx, hivemq };

enum class Effect : std::uint8_t { allow, deny };

enum class Operation : std::uint8_t { publish, receive, subscribe, unsubscribe };

inline constexpr std::array all_operations{
    Operation::publish, Operation::receive, Operation::subscribe, Operation::unsubscribe};

/// A set of operations.
class Operations {
  public:
    constexpr Operations() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): one operation is a set of one
    constexpr Operations(Operation only) noexcept
        : bits_{static_cast<std::uint8_t>(1U << static_cast<unsigned>(only))} {}

    [[nodiscard]] constexpr bool has(Operation operation) const noexcept {
        return (bits_ & Operations{operation}.bits_) != 0;
    }

    friend constexpr Operations operator|(Operations a, Operations b) noexcept {
        Operations both;
        both.bits_ = static_cast<std::uint8_t>(a.bits_ | b.bits_);
        return both;
    }

    bool operator==(const Operations&) const = default;

  private:
    std::uint8_t bits_ = 0;
};

/// Which shared subscriptions a subscribe rule allows, beside the others.
enum class ShareRule : std::uint8_t {
    any,
    never,
    groups,
    only,       ///< any group, and no subscription of one's own
    only_groups ///< the groups of the section, and no subscription of one's own
};

/// Which messages a publish rule is about.
enum class RetainRule : std::uint8_t { any, only, never };

/// One rule about one topic filter. 40 bytes: a file may have millions.
struct Rule {
    std::string_view filter{}; ///< as written, variables included; a valid filter
    Span span{};               ///< the whole rule in the source
    std::uint32_t section = 0;
    std::int32_t priority = 0; ///< among the rules of its section; the higher goes first
    Effect effect = Effect::allow;
    Operations operations{};
    bool has_variables = false; ///< %u or %c stands in it, where the format gives them a meaning
    bool literal = false;       ///< about the very text of a SUBSCRIBE, not the topics it matches
    std::uint8_t qos = 0b111;   ///< a bit for each QoS it is about
    RetainRule retain = RetainRule::any;
    ShareRule share = ShareRule::any; ///< of an allow; Policy::share_groups has the groups
};

/// A list of rules that apply together, in the order of the file.
struct Section {
    enum class Kind : std::uint8_t {
        anonymous,
        user,
        patterns,
        role,
        conditional ///< a rule with its subject; `name` is its id in the native format
    };

    Kind kind = Kind::user;
    std::string_view name{}; ///< of the user or role
    Span span{};             ///< the line or value that names it first; empty for the anonymous
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    /// False: the role refuses a SUBSCRIBE with a wildcard before its rules are asked (dynsec 2.1).
    bool wildcard_subscriptions = true;
};

inline constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();

/// A section that applies to a subject, directly or through a group. Of a role that is not defined
/// the section is no_index.
struct Link {
    std::uint32_t section = 0;
    std::int32_t priority = 0;
    std::uint32_t group = no_index;
    std::int32_t group_priority = 0;
};

/// Who is named in the file: a user, or the clients without a name.
struct Subject {
    bool anonymous = false;
    bool disabled = false; ///< may not connect
    std::string_view name{};
    std::optional<std::string_view> client_id{}; ///< the only one it may connect with
    Span span{};
    std::uint32_t first_link = 0;
    std::uint32_t link_count = 0;
};

struct Group {
    std::string_view name;
    Span span;
};

/// A permission file as a whole. Its texts point into the source, which must outlive it, or into
/// `owned`; it may be moved, not copied.
struct Policy {
    Policy() = default;
    Policy(Policy&&) = default;
    Policy& operator=(Policy&&) = default;
    Policy(const Policy&) = delete;
    Policy& operator=(const Policy&) = delete;
    ~Policy() = default;

    std::string_view text;
    Format format = Format::mosquitto;
    std::vector<Rule> rules; ///< section by section
    std::vector<Section> sections;
    std::vector<Subject> subjects; ///< the anonymous included, where the file speaks of them
    std::vector<Link> links;       ///< subject by subject, the one that is asked first in front
    std::vector<Group> groups;
    std::uint32_t common = no_index; ///< the section that applies to every client, after its own
    std::array<Effect, 4> defaults{Effect::deny, Effect::deny, Effect::deny, Effect::deny};
    std::deque<std::string> owned; ///< texts that the source spells otherwise
    std::vector<std::deque<std::string>>
        more_owned; ///< those of the reader, which keep their places

    /// Who the conditional sections are for: its set `n` is the subject of section `n`. nullptr:
    /// the file is an acl_file or of the dynamic security plugin.
    std::shared_ptr<const Audience> audience;
    /// Rules ask for more of a client than is known of any: they are taken not to apply.
    bool asks_more = false;
    /// The groups of sections whose rules have ShareRule::groups.
    std::unordered_map<std::uint32_t, std::vector<std::string_view>> share_groups;

    std::unordered_map<std::string_view, std::uint32_t> by_name; ///< subjects with a name
    std::uint32_t anonymous = no_index;                          ///< the subject without one

    [[nodiscard]] Effect default_for(Operation operation) const noexcept {
        return defaults[static_cast<std::size_t>(operation)];
    }

    [[nodiscard]] std::span<const Rule> rules_of(const Section& section) const noexcept {
        return std::span{rules}.subspan(section.first, section.count);
    }

    [[nodiscard]] std::span<const Link> links_of(const Subject& subject) const noexcept {
        return std::span{links}.subspan(subject.first_link, subject.link_count);
    }

    /// The subject of this name, or of the clients without one; nullptr when the file has none.
    [[nodiscard]] const Subject* find(std::optional<std::string_view> name) const noexcept;
};

/// Puts a policy together in the order of its file; `finish` sorts rules and links as Policy wants
/// them. Of subjects with the same name the last one counts.
class PolicyBuilder {
  public:
    PolicyBuilder(std::string_view text, Format format);

    /// Makes room for so many.
    void reserve(std::size_t subjects, std::size_t rules);

    /// Keeps a text that the source does not contain as it is.
    std::string_view keep(std::string text);

    std::uint32_t add_section(Section::Kind kind, std::string_view name, Span span);
    /// The rule's `section` says where it belongs.
    void add_rule(const Rule& rule);
    std::uint32_t add_group(std::string_view name, Span span);
    /// `links` stand group by group; within a group, and among groups, they may be in any order.
    /// Those of equal priority stay in the order given.
    void add_subject(Subject subject, std::span<const Link> links);

    [[nodiscard]] Policy& policy() noexcept { return policy_; }

    [[nodiscard]] Policy finish() &&;

  private:
    Policy policy_;
};

/// Whether %u or %c stands in a filter, be it within a level.
bool holds_variable(std::string_view filter) noexcept;

} // namespace mqttx::acl
