// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/policy.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx::acl;

namespace {

std::vector<std::string_view> filters(const Policy& policy, std::uint32_t section) {
    std::vector<std::string_view> all;
    for (const auto& rule : policy.rules_of(policy.sections[section])) {
        all.push_back(rule.filter);
    }
    return all;
}

std::vector<std::string_view> filters_of(const Policy& policy, const Subject* subject) {
    return filters(policy, policy.links_of(*subject).front().section);
}

using Texts = std::vector<std::string_view>;

} // namespace

TEST_CASE("an acl_file becomes sections for its users, for the nameless and for everybody") {
    const auto file = read_acl_file("topic read a\n"
                                    "pattern write p/%u\n"
                                    "user bob\n"
                                    "topic b/1\n"
                                    "pattern read p/%U\n"
                                    "user alice\n"
                                    "topic deny c\n"
                                    "user bob\n"
                                    "topic write b/%u\n");
    const auto policy = policy_of(file);
    CHECK(filters_of(policy, policy.find(std::nullopt)) == Texts{"a"});
    CHECK(filters_of(policy, policy.find("bob")) == Texts{"b/1", "b/%u"});
    CHECK(filters_of(policy, policy.find("alice")) == Texts{"c"});
    CHECK(filters(policy, policy.common) == Texts{"p/%u", "p/%U"});
    CHECK(policy.find("carol") == nullptr);

    const auto patterns = policy.rules_of(policy.sections[policy.common]);
    CHECK(patterns[0].has_variables);
    CHECK_FALSE(patterns[1].has_variables);
    CHECK(patterns[0].operations == Operations{Operation::publish});
    const auto of_bob =
        policy.rules_of(policy.sections[policy.links_of(*policy.find("bob"))[0].section]);
    CHECK_FALSE(of_bob[1].has_variables);
    CHECK(of_bob[0].operations.has(Operation::publish));
    CHECK(of_bob[0].operations.has(Operation::receive));
    CHECK(of_bob[1].span.in(file.text) == "topic write b/%u");
    CHECK(policy.default_for(Operation::receive) == Effect::deny);
}

TEST_CASE("an empty name is no name, and a file may name nobody") {
    const auto policy = policy_of(read_acl_file(""));
    CHECK(policy.find(std::nullopt) == nullptr);
    CHECK(policy.common == no_index);
    CHECK(policy.subjects.empty());
}

TEST_CASE("links are asked by priority, the subject's own before those of its groups") {
    PolicyBuilder builder{"", Format::dynsec};
    for (int count = 0; count < 6; ++count) {
        builder.add_section(Section::Kind::role, builder.keep("r" + std::to_string(count)), {});
    }
    builder.add_rule({.filter = "late", .section = 5});
    builder.add_rule({.filter = "early", .section = 0});
    const auto low = builder.add_group("low", {});
    const auto high = builder.add_group("high", {});
    const std::vector<Link> links{
        {.section = 0, .group = low, .group_priority = 1},
        {.section = 1, .priority = 9, .group = low, .group_priority = 1},
        {.section = 2, .group = high, .group_priority = 2},
        {.section = 3, .priority = 1},
        {.section = 4, .priority = 2},
        {.section = 5, .priority = 1}};
    builder.add_subject({.name = "alice"}, links);
    const auto policy = std::move(builder).finish();
    std::string order;
    for (const auto& link : policy.links_of(*policy.find("alice"))) {
        order += policy.sections[link.section].name;
    }
    CHECK(order == "r4r3r5r2r1r0");
    CHECK(filters(policy, 5) == Texts{"late"});
    CHECK(filters(policy, 0) == Texts{"early"});
}

TEST_CASE("variables are %u and %c, within a level too") {
    CHECK(holds_variable("a/%u"));
    CHECK(holds_variable("a%%c"));
    CHECK_FALSE(holds_variable("a/%U/%"));
    CHECK_FALSE(holds_variable("%d"));
}
