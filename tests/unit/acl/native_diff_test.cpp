// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/diff.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/acl/who_native.hpp"
#include "common/base/text.hpp"
#include "tests/unit/acl/chance.hpp"
#include "tests/unit/acl/native_rule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

using test::native_rule;

Policy native(const std::string& rules) {
    static std::deque<std::string> texts; // policies point into them
    return policy_of(read_native(texts.emplace_back(cat("format = 'mqttx-acl/1'\n", rules))));
}

std::vector<Change> changes(const std::string& before, const std::string& after) {
    const auto old = native(before);
    const auto now = native(after);
    return difference({old, Broker::strict}, {now, Broker::strict});
}

} // namespace

TEST_CASE("a common text of two globs") {
    CHECK(common_text("a*", "*b") == "ab");
    CHECK(common_text("sensor-*", "*-east").value_or("") == "sensor-east");
    CHECK(common_text("abc", "a*c") == "abc");
    CHECK(common_text("*", "*").has_value());
    CHECK_FALSE(common_text("a*", "b*").has_value());
    CHECK_FALSE(common_text("abc", "abd").has_value());
}

TEST_CASE("what differs in writing alone is no difference") {
    const auto* const roles = "[role.r]\nmembers = [{user = 'a'}, {cert-cn = 'c*'}]\n";
    const auto* const renamed = "[role.s]\nmembers = [{cert-cn = 'c*'}, {user = 'a'}]\n";
    CHECK(changes(
              roles + native_rule("allow", "publish", "{role = 'r'}", "x", "id = 'one'") +
                  native_rule("deny", "both", "{any = true}", "y"),
              renamed + native_rule("deny", "both", "{any = true}", "y") +
                  native_rule("allow", "publish", "{role = 's'}", "x", "id = 'two'")
    )
              .empty());
    CHECK(changes(
              native_rule("allow", "both", "{user = 'a'}", "x/#"),
              native_rule("allow", "publish", "{user = 'a'}", "x/#") +
                  native_rule("allow", "subscribe", "{user = 'a'}", "x") +
                  native_rule("allow", "subscribe", "{user = 'a'}", "x/#")
    )
              .empty());
    CHECK(changes(
              native_rule("allow", "publish", "{user = ['a', 'b']}", "x"),
              native_rule("allow", "publish", "[{user = 'a'}, {user = 'b'}]", "x")
    )
              .empty());
}

TEST_CASE("differences by QoS, retained messages, groups and certificates") {
    const auto qos = changes(
        native_rule("allow", "publish", "{user = 'a'}", "x", "qos = [0, 1]"),
        native_rule("allow", "publish", "{user = 'a'}", "x", "retain = 'never'")
    );
    REQUIRE(qos.size() == 2);
    CHECK(qos[0].who == Change::Who::user);
    CHECK(qos[0].gained);
    CHECK(qos[0].qos == 0b100);
    CHECK(qos[0].retain == RetainRule::never);
    CHECK_FALSE(qos[1].gained);
    CHECK(qos[1].qos == 0b011);
    CHECK(qos[1].retain == RetainRule::only);
    const auto shared = changes(
        native_rule("allow", "subscribe", "{any = true}", "x"),
        native_rule("allow", "subscribe", "{any = true}", "x", "share = ['g']")
    );
    REQUIRE(!shared.empty());
    CHECK(shared[0].group == "g");
    const auto certificate = changes(
        native_rule("allow", "publish", "{any = true}", "x"),
        native_rule("allow", "publish", "{any = true}", "x") +
            native_rule("deny", "publish", "{cert-cn = 'lost-*'}", "x")
    );
    REQUIRE(certificate.size() == 1);
    CHECK(certificate[0].who == Change::Who::client);
    CHECK_FALSE(certificate[0].gained);
    CHECK(matches_glob("lost-*", *certificate[0].client.certificate->common_name));
}

TEST_CASE("a client of two subjects, and a name that stands in a topic") {
    const auto both = changes(
        native_rule("allow", "publish", "{user = 'a'}", "x") +
            native_rule("deny", "publish", "{client-id = 'd-*'}", "x"),
        native_rule("allow", "publish", "{user = 'a'}", "x")
    );
    REQUIRE(both.size() == 1);
    CHECK(both[0].client.user == "a");
    CHECK(matches_glob("d-*", *both[0].client.id));
    const auto named = changes(
        native_rule("allow", "publish", "{any = true}", "dev/${username}") +
            native_rule("deny", "publish", "{any = true}", "dev/root"),
        native_rule("allow", "publish", "{any = true}", "dev/${username}")
    );
    REQUIRE(named.size() == 1);
    CHECK(named[0].user == "root");
    CHECK(named[0].witness == "dev/root");
}

TEST_CASE("an acl_file beside a native file that says the same") {
    const std::string text = "user a\ntopic readwrite x/#\ntopic deny x/y\n\npattern read news\n";
    const auto file = policy_of(read_acl_file(text));
    const auto same = native(
        native_rule("allow", "both", "{user = 'a'}", "x/#") +
        native_rule("deny", "both", "{user = 'a'}", "x/y") +
        native_rule("allow", "subscribe", "{any = true}", "news")
    );
    CHECK(difference({file, Broker::mosquitto_2_1}, {same, Broker::strict}).empty());
    const auto less = native(native_rule("allow", "both", "{user = 'a'}", "x/#"));
    const auto found = difference({file, Broker::mosquitto_2_1}, {less, Broker::strict});
    CHECK(std::any_of(found.begin(), found.end(), [](const Change& change) {
        return change.who == Change::Who::user && change.gained && change.witness == "x/y";
    }));
    CHECK(std::any_of(found.begin(), found.end(), [](const Change& change) {
        return change.who == Change::Who::anonymous && !change.gained && change.witness == "news";
    }));
}

TEST_CASE("a difference is found exactly when some client can do what it could not") {
    constexpr std::array subjects{
        "{any = true}",
        "{authenticated = true}",
        "{anonymous = true}",
        "{user = ['a', 'b']}",
        "{user = 'a', client-id = 'i*'}",
        "{cert-cn = 'c'}",
        "{client-id = '*j'}",
        "[{user = 'b'}, {cert-cn = '*'}]"};
    constexpr std::array topics{"x", "x/#", "+", "x/y", "#", "x/${username}", "${cert-cn}/#", "a"};
    constexpr std::array more{"", "", "qos = 0", "qos = [1, 2]"};
    Chance chance{7};
    const auto random_rules = [&] {
        std::string rules;
        for (auto count = 1 + chance.below(4); count > 0; --count) {
            rules += native_rule(
                chance.below(3) == 0 ? "deny" : "allow",
                chance.below(2) == 0 ? "publish" : "both",
                subjects[chance.below(subjects.size())],
                topics[chance.below(topics.size())],
                more[chance.below(more.size())]
            );
        }
        return rules;
    };
    std::vector<Client> clients;
    for (const auto* user : {"", "a", "b", "c", "x", "y", "n/m"}) {
        for (const auto* id : {"i", "j", "ij", "k"}) {
            for (const auto* name : {"", "c", "d", "a", "x"}) {
                Client client{std::string{user}, std::string{id}};
                if (*name != '\0') {
                    client.certificate = CertificateNames{std::string{name}, {}, {}};
                }
                clients.push_back(std::move(client));
            }
        }
    }
    std::size_t equal = 0;
    for (int round = 0; round < 300; ++round) {
        const auto before = random_rules();
        const auto after = chance.below(4) == 0 ? before : before + random_rules();
        CAPTURE(before);
        CAPTURE(after);
        const auto old = native(before);
        const auto now = native(after);
        const auto found = difference({old, Broker::strict}, {now, Broker::strict});
        Decider old_decider{old, Broker::strict};
        Decider new_decider{now, Broker::strict};
        bool differs = false;
        for (const auto& client : clients) {
            for (const auto* topic : {"x", "x/y", "x/a", "a", "b", "c", "x/n", "c/d", "q/r/s"}) {
                for (int qos = 0; qos <= 2; ++qos) {
                    const Action publish{Operation::publish, qos};
                    differs = differs || old_decider.allows(client, publish, topic) !=
                                             new_decider.allows(client, publish, topic);
                }
            }
        }
        const bool says_so = std::any_of(found.begin(), found.end(), [](const Change& change) {
            return change.operation == Operation::publish;
        });
        CHECK((says_so || !differs));
        for (const auto& change : found) {
            Action action{change.operation, 0, change.retain == RetainRule::only, change.group};
            while (((change.qos >> static_cast<unsigned>(action.qos)) & 1U) == 0) {
                ++action.qos;
            }
            CHECK(new_decider.allows(change.client, action, change.witness) == change.gained);
            CHECK(old_decider.allows(change.client, action, change.witness) != change.gained);
        }
        equal += found.empty() ? 1U : 0U;
    }
    CHECK(equal > 30);
}

TEST_CASE("more combinations of subjects than are looked at are not passed over in silence") {
    std::string identifiers;
    std::string users;
    for (int at = 0; at < 9; ++at) {
        identifiers += cat(at == 0 ? "'*" : ", '*", at, "x'");
        users += cat(at == 0 ? "'u" : ", 'u", at, "'");
    }
    const auto allow = cat("{ client-id = [", identifiers, "] }");
    const auto old_rules =
        cat("format = 'mqttx-acl/1'\n", test::native_rule("allow", "publish", allow, "a/+"));
    const auto new_rules =
        cat("format = 'mqttx-acl/1'\n",
            test::native_rule("allow", "publish", allow, "a/#"),
            test::native_rule("deny", "publish", cat("{ user = [", users, "] }"), "a/b"));
    const auto old_policy = policy_of(read_native(old_rules));
    const auto new_policy = policy_of(read_native(new_rules));
    bool is_complete = true;
    const auto changes =
        difference({old_policy, Broker::strict}, {new_policy, Broker::strict}, &is_complete);
    CHECK_FALSE(changes.empty());
    CHECK_FALSE(is_complete);
    is_complete = true;
    CHECK(
        difference({old_policy, Broker::strict}, {old_policy, Broker::strict}, &is_complete).empty()
    );
    CHECK(is_complete);
}

TEST_CASE("who may do something") {
    const auto policy = native(
        native_rule("allow", "publish", "{user = ['a', 'b']}", "x/${username}/#") +
        native_rule("allow", "both", "{cert-cn = 'c*'}", "x/+/y") +
        native_rule("deny", "publish", "{client-id = 'bad'}", "x/#") +
        native_rule("deny", "publish", "{any = true}", "x/${client-id}/y") +
        native_rule("allow", "publish", "{any = true}", "other")
    );
    const auto who = native_who(policy, Operation::publish, "x/a/y");
    REQUIRE(who.allowed.size() == 2);
    CHECK(who.allowed[0].user == "a");
    CHECK(
        subject_words(policy.audience->set(who.allowed[1].rule->section)) == "certificate CN 'c*'"
    );
    REQUIRE(who.denied.size() == 3);
    CHECK(who.denied[1].client_id == "a");
    CHECK(who.denied[2].unusable == "${client-id}");
    CHECK(native_who(policy, Operation::receive, "x/a/y").allowed.size() == 1);
    CHECK(native_who(policy, Operation::publish, "nothing").denied.empty());
}
