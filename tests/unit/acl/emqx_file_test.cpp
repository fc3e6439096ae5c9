// SPDX-License-Identifier: Apache-2.0
#include "common/acl/decide.hpp"
#include "common/acl/emqx_file.hpp"
#include "common/acl/reach.hpp"
#include "common/base/text.hpp"
#include "common/topic/match.hpp"
#include "tests/unit/acl/chance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

/// The faults of a file as "LINE:COLUMN MESSAGE; ...".
std::string faults_of(const std::string& text) {
    const auto file = read_emqx(text);
    const LineIndex index{text};
    std::string all;
    for (const auto& fault : file.faults) {
        const auto at = index.position(fault.span.begin);
        all += cat(all.empty() ? "" : "; ", at.line, ':', at.column, ' ', fault.message);
    }
    return all;
}

Answer answer(
    const std::string& text, const Client& client, const Action& action, std::string_view topic
) {
    const auto policy = policy_of(read_emqx(text));
    return Decider{policy, Broker::emqx}.decide(client, action, topic).answer;
}

constexpr Action publish{Operation::publish};
constexpr Action subscribe{Operation::subscribe};

} // namespace

TEST_CASE("a file of rules is read with the place of each part") {
    const std::string text =
        "%% who\n"
        "{allow, {'and', [{username, \"b\\x{e4}r\"}, {clientid, {re, \"^dev-.*$\"}}]},\n"
        " {publish, [{qos, [0, 1]}, {retain, false}]}, [<<\"a/${clientid}\">>, {eq, \"a/#\"}]}.\n"
        "{deny, all}.";
    const auto file = read_emqx(text);
    CHECK(file.faults.empty());
    REQUIRE(file.rules.size() == 2);
    const auto& rule = file.rules[0];
    CHECK(rule.effect == Effect::allow);
    CHECK(rule.publish);
    CHECK_FALSE(rule.subscribe);
    CHECK(rule.qos == 0b011);
    CHECK(rule.retain == RetainRule::never);
    CHECK(subject_words(rule.subject) == "user 'b\xC3\xA4r' with client id 'dev-*'");
    REQUIRE(rule.topics.size() == 2);
    CHECK(rule.topics[0].span.in(text) == "<<\"a/${clientid}\">>");
    CHECK(rule.topics[1].equal);
    CHECK(file.rules[1].span.in(text) == "{deny, all}");
}

TEST_CASE("what EMQX refuses is told with its place, all of it at once") {
    CHECK(faults_of("{allow, all}") == "1:1 there is no full stop behind this term");
    CHECK(
        faults_of("{allow, all, publish, [\"a\"}.\n{permit, all, publish, []}.\n{allow, X}.") ==
        "1:27 ',' or ']' should stand here; 2:2 'allow' or 'deny' should stand here; "
        "3:9 a variable is not expected here"
    );
    CHECK(
        faults_of("{allow, #{}, all, []}. {allow, all, write, []}.") ==
        "1:9 a map or record is not expected here; 1:37 no action: 'write'"
    );
    CHECK(faults_of("{allow, all, {publish, [{qos, 3}]}, []}.") == "1:31 a QoS is 0, 1 or 2");
    CHECK(
        faults_of("{allow, all, {subscribe, [{retain, true}]}, []}.") ==
        "1:27 no option of subscribe: '{retain, true}'"
    );
    CHECK(
        faults_of("{allow, {name, \"a\"}, all, []}.") ==
        "1:9 no condition on a client: '{name, \"a\"}'"
    );
    CHECK(faults_of("{allow, all, all, [1.5]}.") == "1:20 a float is not expected here");
    CHECK(
        faults_of("{allow, all, all, [\"a]}.") ==
        "1:20 a quote that nothing closes is not expected here"
    );
    CHECK(
        faults_of("{allow, all, all, [<<\"\xC3\xA4\">>]}.") ==
        "1:22 these letters are cut to single bytes: write <<\"...\"/utf8>>"
    );
    CHECK(faults_of(std::string(100, '{')) == "1:65 more than 64 terms within each other");
}

TEST_CASE("regular expressions that are globs") {
    CHECK(glob_of_regex("^dev-.*$") == "dev-*");
    CHECK(glob_of_regex("^a\\.b$") == "a.b");
    CHECK(glob_of_regex("a") == "*a*");
    CHECK(glob_of_regex("^a") == "a*");
    CHECK(glob_of_regex(regex_of_glob("a.(b)*c+")) == "a.(b)*c+");
    for (const auto* regex : {"^[0-9]+$", "a|b", "^a?$", "a.b", "^\\d$", "(a)", "a+", "\\*"}) {
        CAPTURE(regex);
        CHECK_FALSE(glob_of_regex(regex));
    }
}

TEST_CASE("the first rule that matches decides") {
    const std::string text = "{allow, {username, \"a\"}, all, [\"t/#\"]}.\n"
                             "{deny, all, publish, [\"t/x\"]}.\n"
                             "{allow, all, {publish, [{qos, 1}]}, [\"t/${clientid}\"]}.\n"
                             "{allow, {ipaddr, \"127.0.0.1\"}, all, [\"#\"]}.";
    CHECK(answer(text, {"a", "c"}, publish, "t/x") == Answer::allowed);
    CHECK(answer(text, {"b", "x"}, {.qos = 1}, "t/x") == Answer::denied);
    CHECK(answer(text, {"b", "c"}, {.qos = 1}, "t/c") == Answer::allowed);
    CHECK(answer(text, {"b", "c"}, publish, "t/c") == Answer::denied);
    CHECK(answer(text, {"b", "c/d"}, {.qos = 1}, "t/c/d") == Answer::denied);
    CHECK(answer(text, {"b", "c"}, publish, "u") == Answer::denied);
}

TEST_CASE("a SUBSCRIBE is compared as if its filter were a topic") {
    const std::string text = "{deny, all, subscribe, [\"secret/#\", {eq, \"#\"}]}.\n"
                             "{allow, all, subscribe, [\"x/+\", \"#\"]}.";
    CHECK(answer(text, {"a"}, subscribe, "secret/x") == Answer::denied);
    CHECK(answer(text, {"a"}, subscribe, "#") == Answer::denied);
    CHECK(answer(text, {"a"}, subscribe, "+/x") == Answer::allowed);
    CHECK(answer(text, {"a"}, {Operation::receive}, "secret/x") == Answer::allowed);
    CHECK(answer(text, {"a"}, subscribe, "$share/g/secret/#") == Answer::denied);
    CHECK(answer(text, {"a"}, subscribe, "$SYS/#") == Answer::denied);
    const auto policy = policy_of(read_emqx(text));
    const auto decision = Decider{policy, Broker::emqx}.decide({"a"}, subscribe, "+/x");
    CHECK(decision.leaked == "secret/x");
    REQUIRE(decision.beaten.size() == 1);
    CHECK(decision.beaten[0]->filter == "secret/#");
}

namespace {

/// Every filter of up to three levels.
std::vector<std::string> small_filters() {
    const std::vector<std::string> levels{"a", "b", "$a", "", "+"};
    std::vector<std::string> all{"#"};
    std::vector<std::string> heads{""};
    for (int depth = 0; depth < 3; ++depth) {
        std::vector<std::string> next;
        for (const auto& head : heads) {
            for (const auto& level : levels) {
                const auto filter = cat(head, level);
                if (!filter.empty()) {
                    all.push_back(filter);
                    all.push_back(filter + "/#");
                }
                next.push_back(filter + '/');
            }
        }
        heads = std::move(next);
    }
    return all;
}

std::string small_emqx_file(Chance& chance) {
    std::string text;
    for (auto count = 1 + chance.below(4); count > 0; --count) {
        auto filter = chance.filter();
        std::erase(filter, '%');
        text += cat(
            chance.below(3) == 0 ? "{deny" : "{allow", ", all, subscribe, [\"", filter, "\"]}.\n"
        );
    }
    return text;
}

} // namespace

TEST_CASE("what may arrive is what the accepted filters bring, by trying each of them") {
    Chance chance{20};
    const auto filters = small_filters();
    for (int round = 0; round < 150; ++round) {
        const auto text = small_emqx_file(chance);
        CAPTURE(text);
        const auto policy = policy_of(read_emqx(text));
        const Reading reading{policy, Broker::emqx};
        const Reach reach{reading, {"u", "c"}, Action{Operation::subscribe}};
        const Chain chain{policy, Broker::emqx, {"u", "c"}, {Operation::subscribe}};
        const auto brings = [&](const std::string& filter, const std::string& topic) {
            const auto* clause = chain.deciding_text(filter);
            return clause != nullptr && clause->effect == Effect::allow &&
                   topic::matches(filter, topic);
        };
        for (const auto& topic : filters) {
            if (topic.find_first_of("+#") != std::string::npos) {
                continue;
            }
            CAPTURE(topic);
            const bool tried = std::any_of(filters.begin(), filters.end(), [&](const auto& filter) {
                return brings(filter, topic);
            });
            const bool alone = chain.allows(topic);
            CHECK((reach.bringing(topic) != nullptr || alone) == tried);
        }
    }
}
