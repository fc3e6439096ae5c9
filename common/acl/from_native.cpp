// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/audience.hpp"
#include "common/acl/chain.hpp"
#include "common/acl/convert.hpp"
#include "common/acl/rule_keys.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace mqttx::acl {

namespace {

/// Native rules cut down to what an acl_file can say: users, the anonymous, everybody; every QoS,
/// retained or not. Where a rule asks for more, an allow is left out and a deny is about more.
class Reduction {
  public:
    explicit Reduction(const Policy& policy)
        : policy_{policy}, builder_{policy.text, Format::native},
          audience_{std::make_shared<Audience>()} {}

    Converted write() && {
        for (std::uint32_t number = 0; number < policy_.sections.size(); ++number) {
            reduce(number);
        }
        builder_.policy().audience = audience_;
        const auto reduced = std::move(builder_).finish();
        Converted result;
        result.text = section_of(reduced, {});
        for (const auto user : users_) {
            const auto heading = cat("user ", user, '\n');
            if (!survives(heading, user)) {
                lose(
                    {},
                    cat("a user line cannot hold the name ",
                        in_quotes(user),
                        ": nothing that "
                        "is for everybody is allowed there")
                );
                patterns_.clear(); // or its denies would not bind it
                continue;
            }
            result.text += cat(result.text.empty() ? "" : "\n", heading);
            result.text += section_of(reduced, {std::string{user}});
        }
        if (!patterns_.empty()) {
            result.text += cat(result.text.empty() ? "" : "\n", patterns_);
        }
        result.losses = std::move(losses_);
        return result;
    }

  private:
    /// Whether a text comes back as it is from a line.
    static bool survives(std::string_view line, std::string_view value) {
        const auto file = read_acl_file(line);
        return file.losses.empty() && file.lines.size() == 1 &&
               file.lines.front().refusal == Refusal::none &&
               file.lines.front().value.in(line) == value;
    }

    /// The rules of one client, its denies for both directions.
    std::string section_of(const Policy& reduced, const Client& client) {
        std::map<std::string, unsigned> allowed; // bit 1: read, bit 2: write
        std::map<std::string, unsigned> denied;
        const auto collect = [&](Operation operation, unsigned bit) {
            const Chain chain{reduced, Broker::strict, client, {operation}};
            for (const auto& clause : chain.clauses()) {
                auto& of = clause.effect == Effect::allow ? allowed : denied;
                of[std::string{clause.filter}] |= bit;
            }
        };
        collect(Operation::receive, 1);
        collect(Operation::publish, 2);
        constexpr std::array<std::string_view, 4> accesses{"", "read", "write", "readwrite"};
        std::string text;
        for (const auto& [filter, bits] : denied) {
            if (bits != 3) {
                lose({}, cat("a deny of ", in_quotes(filter), " is for both directions there"));
            }
            const auto line = cat("topic deny ", filter, '\n');
            text +=
                survives(line, filter) ? line : std::string{"topic deny #\ntopic deny $SYS/#\n"};
        }
        for (const auto& [filter, bits] : allowed) {
            const auto line = cat("topic ", accesses[bits], ' ', filter, '\n');
            if (survives(line, filter)) {
                text += line;
            } else {
                lose({}, cat("no line of an acl_file can hold ", in_quotes(filter)));
            }
        }
        return text;
    }

    void reduce(std::uint32_t number) {
        const auto& section = policy_.sections[number];
        const auto rules = policy_.rules_of(section);
        if (rules.empty()) {
            return;
        }
        const auto& first = rules.front();
        const bool deny = first.effect == Effect::deny;
        if (first.qos != 0b111 || first.retain != RetainRule::any) {
            lose(
                section.span,
                deny ? "this denies every QoS and message there, retained or not"
                     : "this is left out: an acl_file knows neither QoS nor retained messages"
            );
            if (!deny) {
                return;
            }
        }
        if (!deny && first.operations.has(Operation::subscribe) && first.share != ShareRule::any) {
            lose(section.span, "shared subscriptions are allowed there as others are");
        }
        std::vector<Conjunction> kept;
        bool everybody = false;
        bool all_users = false;
        for (auto& tests : without_roles(*policy_.audience, policy_.audience->set(number), most)) {
            if (cut(tests, section.span, deny)) {
                everybody = everybody || tests.front().key == SubjectKey::any;
                all_users = all_users || tests.front().key == SubjectKey::authenticated;
                note_users(tests);
                kept.push_back(std::move(tests));
            }
        }
        for (const auto& rule : rules) {
            if (everybody || (all_users && by_user_name(rule))) {
                add_pattern(rule);
            }
        }
        if (!kept.empty()) { // with what is for everybody: denies count against it
            add_section(section, rules, std::move(kept));
        }
    }

    /// Leaves of a subject what can be said; false when nothing of it can.
    bool cut(Conjunction& tests, Span span, bool deny) {
        const auto unknown = [](const SubjectTest& test) { return test.key > SubjectKey::user; };
        const auto& audience = *policy_.audience;
        const bool knows_certificates = audience.looks_at(SubjectKey::cert_cn) ||
                                        audience.looks_at(SubjectKey::cert_san) ||
                                        audience.looks_at(SubjectKey::cert_issuer);
        if (!deny && knows_certificates && tests.front().key == SubjectKey::anonymous) {
            lose(span, "clients with a certificate, but without a user name, are anonymous there");
        }
        const bool asks_more = std::any_of(tests.begin(), tests.end(), unknown);
        if (asks_more) {
            lose(
                span,
                deny
                    ? "this denies it there whatever the client id and the certificate"
                    : "a subject is left out: an acl_file knows neither client ids nor certificates"
            );
            if (!deny) {
                return false;
            }
            std::erase_if(tests, unknown);
        }
        std::erase_if(tests, [&](const SubjectTest& test) {
            return test.key == SubjectKey::any && tests.size() > 1;
        });
        const bool by_certificate = // or by name: one without the other is nobody there
            deny && tests.size() == 1 && tests.front().key == SubjectKey::authenticated;
        if (by_certificate) {
            lose(span, "this denies it there to clients without a name too");
            tests.clear();
        }
        if (tests.empty()) {
            tests.push_back({.key = SubjectKey::any});
        }
        return true;
    }

    void note_users(const Conjunction& tests) {
        for (const auto& test : tests) {
            if (test.key == SubjectKey::user) {
                users_.insert(test.values.begin(), test.values.end());
            }
        }
    }

    static bool by_user_name(const Rule& rule) {
        return rule.effect == Effect::allow && rule.filter.find("${username}") != rule.filter.npos;
    }

    void add_section(
        const Section& section, std::span<const Rule> rules, std::vector<Conjunction> kept
    ) {
        const auto number =
            builder_.add_section(Section::Kind::conditional, section.name, section.span);
        audience_->add_set(std::move(kept));
        for (auto rule : rules) {
            rule.section = number;
            rule.qos = 0b111;
            rule.retain = RetainRule::any;
            rule.share = ShareRule::any;
            builder_.add_rule(rule);
        }
    }

    /// What is for everybody, also for users the file does not name.
    void add_pattern(const Rule& rule) {
        std::string filter;
        topic::Levels levels{rule.filter};
        const bool deny = rule.effect == Effect::deny;
        for (bool first = true; const auto level = levels.next(); first = false) {
            filter += first ? "" : "/";
            const auto variable = variable_in(*level);
            if (variable == Variable::cert_cn) {
                lose(
                    rule.span,
                    deny ? "this denies more: an acl_file knows no certificates"
                         : "this is left out: an acl_file knows no certificates"
                );
                if (!deny) {
                    return;
                }
            }
            filter += variable == Variable::none       ? *level
                      : deny                           ? "+"
                      : variable == Variable::username ? "%u"
                                                       : "%c";
        }
        const bool publish = rule.operations.has(Operation::publish);
        const bool subscribe = rule.operations.has(Operation::receive);
        if (deny && publish != subscribe) {
            lose(rule.span, "this denies publishing and receiving alike there");
        }
        const auto line =
            cat("pattern ",
                deny                   ? "deny "
                : publish && subscribe ? "readwrite "
                : publish              ? "write "
                                       : "read ",
                filter);
        if (!survives(line, filter)) {
            lose(rule.span, "this is left out: no line of an acl_file can hold the topic");
            return;
        }
        patterns_ += line + '\n';
    }

    void lose(Span span, std::string message) { losses_.push_back({span, std::move(message)}); }

    static constexpr std::size_t most = 100'000;

    const Policy& policy_;
    PolicyBuilder builder_;
    std::shared_ptr<Audience> audience_;
    std::set<std::string_view> users_;
    std::string patterns_;
    std::vector<ConversionLoss> losses_;
};

} // namespace

Converted native_to_acl_file(const Policy& policy) {
    return Reduction{policy}.write();
}

Converted native_to_dynsec(const Policy& policy) {
    auto lines = native_to_acl_file(policy);
    const auto file = read_acl_file(lines.text);
    auto result = to_dynsec(policy_of(file), Broker::mosquitto_2_1);
    result.losses = std::move(lines.losses);
    return result;
}

} // namespace mqttx::acl
