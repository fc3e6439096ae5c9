// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/dynsec.hpp"
#include "common/acl/finding.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/policy.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The parts that lint is made of; for common/acl alone.
namespace mqttx::acl::lint_parts {

/// The file and what was found in it.
class Report {
  public:
    /// With `remembers` the places of findings that are not wanted are kept.
    Report(std::string_view text, const Wanted& wanted, bool remembers = false)
        : text_{text}, wanted_{wanted}, remembers_{remembers} {}

    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    [[nodiscard]] std::string_view text(Span span) const noexcept { return span.in(text_); }

    /// Adds a finding with the severity of its rule; the caller may change the rest of it, up to
    /// the next call.
    Finding& add(std::string_view id, Span span, std::string message, std::string help = {});

    /// From here on findings are dropped that stand in a line which was found to be read otherwise
    /// than it is meant: what such a rule means together with others is not worth a word.
    void pass_over_misread_lines();

    [[nodiscard]] bool has_errors();

    [[nodiscard]] Linted take() &&;

  private:
    void settle();
    [[nodiscard]] bool is_misread(Span span) const;

    std::string_view text_;
    const Wanted& wanted_;
    bool remembers_;
    bool open_ = false; ///< the last finding may still change
    bool has_errors_ = false;
    bool passes_over_ = false;
    std::vector<std::uint32_t> misread_; ///< where the lines begin
    Linted linted_;
};

/// The filter of a rule where it stands in the file; the whole rule where it is spelt otherwise.
Span place_of(const Policy& policy, const Rule& rule) noexcept;

/// The name in the line or object that names a subject first.
Span name_of(const Policy& policy, const Subject& subject) noexcept;

/// A filter with '+' for each level that holds a variable: any name may stand there.
std::string any_name_in(std::string_view filter);

/// A whole line of the file with its line end.
Span whole_line(std::string_view text, Span part) noexcept;

/// A fix that takes the line of a rule out of the file.
Fix removal(std::string_view text, Span rule);

/// A fix that puts the line of a rule behind all others, apart from them.
Fix move_to_end(std::string_view text, Span rule);

/// Whether a user's name says that it may do more than others.
bool is_privileged(std::string_view name) noexcept;

/// Whether every part of a native subject is for such names alone.
bool is_privileged(std::span<const Conjunction> subject) noexcept;

/// A topic that the filter matches, with short names for its wildcards.
std::string topic_in(std::string_view filter);

/// What is said of a line the broker does not start with.
inline constexpr std::string_view refused = ": Mosquitto refuses the file";

/// NUL bytes, a byte order mark, line ends, a lost last line: what concerns bytes rather than
/// rules.
void lint_bytes(Report& report, const AclFile& file);

/// A carriage return that makes one line of two; true when there is one, and nothing else need be
/// said about the line.
bool lint_carriage_return(Report& report, const AclLine& line);

/// Characters of a name or topic that no client can send or that cannot be seen; true when found.
bool lint_characters(Report& report, Span value);

/// Letters of a name or topic that are others than they seem (not composed, or of another script);
/// true when found. The text must be UTF-8.
bool lint_letters(Report& report, Span value);

/// What the file is when it is neither an acl_file nor JSON of the dynamic security plugin, as the
/// end of a sentence; empty when it may be one.
std::string_view other_format(std::string_view text);
std::string_view other_format(const AclFile& file);
std::string_view other_format(const JsonDocument& document);

/// Quotes around a name or topic; true when found.
bool lint_quotes(Report& report, Span value);

/// A line that begins with no keyword.
void lint_keyword(Report& report, const AclLine& line);

/// The access word of a rule; true when the topic behind it makes no sense to look at.
bool lint_access(Report& report, const AclLine& line);

/// A comment behind a rule or name; true when found.
bool lint_inline_comment(Report& report, const AclLine& line);

void lint_user(Report& report, const AclLine& line);

/// Whether the first level is $SYS in other letters.
bool misspells_sys(std::string_view topic) noexcept;

/// What to write for a level that stands for a name in other programs, or nothing.
std::string_view substitution_for(std::string_view level) noexcept;

/// What gives a user name away as one that a script should have filled in, as the end of a
/// sentence about it; empty when nothing does.
std::string_view placeholder_in(std::string_view name) noexcept;

/// Whether a filter has no literal at all, but is not "#" itself.
bool is_nearly_everything(std::string_view filter);

/// "+/status": that of every client.
bool is_status_of_others(std::string_view filter);

/// The topic of a rule by itself.
void lint_topic(Report& report, const AclLine& line);

/// The levels of a topic that is one: characters, empty levels, a misspelt $SYS, a shorter form.
void lint_levels(Report& report, Span place);

/// %u, %c and what looks like them. `owner` is the user line whose paragraph the rule stands in, or
/// nullptr.
void lint_substitution(Report& report, const AclLine& line, const AclLine* owner);

// What follows is about an acl_file's rules together: two allows or denies, an allow and a deny.

/// Duplicate, redundant, covered, dead and idle rules of each section.
void lint_coverage(Report& report, const Policy& policy);

/// Patterns and sections that do not go together: names, precedence, the anonymous.
void lint_subjects(Report& report, const Policy& policy);

/// Users whose rules have the same shape.
void lint_shapes(Report& report, const Policy& policy);

/// Topics that only one side may use.
void lint_flows(Report& report, const Policy& policy);

/// Topics that differ by letter case or a slash at either end.
void lint_similar(Report& report, const Policy& policy);

/// Rights that are too wide.
void lint_rights(Report& report, const Policy& policy);

/// What is asked for, without the findings that are none where the file is used.
Wanted as_used(Wanted wanted, const Beside& beside);

/// What does not come along to another broker.
void lint_target(Report& report, const Policy& policy, Target target);

/// What another broker makes of the very lines.
void lint_target_lines(Report& report, const AclFile& file, Target target);

/// Who on this machine may read or change the file.
void lint_mode(Report& report, unsigned mode, bool deployed);

/// What does not go with the files beside the permission file.
void lint_beside(Report& report, const Policy& policy, const Beside& beside);

/// Users and the certificates (beside.certificates) that make a client one of them.
void lint_certificates(Report& report, const Policy& policy, const Beside& beside);

/// Keys whose topics nobody may use.
void lint_protected_topics(
    Report& report, const Policy& policy, const std::vector<ProtectedTopic>& topics
);

/// Clients who may write commands and telemetry.
void lint_directions(Report& report, const Policy& policy, const Directions& directions);

/// So many users that the broker takes long to load them.
void lint_number(Report& report, const Policy& policy);

// What follows is about a dynamic security configuration.

/// The topic of an entry by itself.
void lint_dynsec_topic(Report& report, const DynsecAcl& entry);

/// Passwords, names, clients and roles that nothing belongs to.
void lint_dynsec_clients(Report& report, const DynsecFile& file);

/// Entries of a role that are never asked, needless or idle.
void lint_dynsec_order(Report& report, const Policy& policy);

/// Rights that are too wide, and denies that are evaded.
void lint_dynsec_rights(Report& report, const Policy& policy, const DynsecDefaults& defaults);

} // namespace mqttx::acl::lint_parts
