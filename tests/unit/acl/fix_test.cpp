// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/fix.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/acl/suppression.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mqttx::acl;

namespace {

std::string fixed(const std::string& text, bool unsafe = false) {
    return apply_fixes(text, lint(read_acl_file(text)), unsafe).text;
}

bool same(const std::string& before, const std::string& after) {
    const auto old_file = read_acl_file(before);
    const auto new_file = read_acl_file(after);
    return has_same_meaning(policy_of(old_file), policy_of(new_file));
}

std::string ids(const std::string& text) {
    std::string joined;
    for (const auto& finding : lint(read_acl_file(text))) {
        joined += joined.empty() ? "" : " ";
        joined += finding.id;
    }
    return joined;
}

} // namespace

TEST_CASE("fixes leave comments, order and line ends as they are") {
    CHECK(
        fixed(fixed("# one\r\nuser a\r\ntopic read x/#\r\n# two\r\ntopic read x/y\r\n")) ==
        "# one\nuser a\ntopic read x/#\n# two\n"
    );
    CHECK(
        fixed("user a\n\ntopic read x/#\n# two\ntopic read x/y\n# end\n") ==
        "user a\n\ntopic read x/#\n# two\n# end\n"
    );
    CHECK(
        fixed("user a\ntopic write x\n# c\ntopic read x\n") == "user a\ntopic readwrite x\n# c\n"
    );
    CHECK(fixed("user a\ntopic x") == "user a\ntopic readwrite x\n");
    CHECK(fixed("user a\ntopic read a/b\n") == "user a\ntopic read a/b\n");
}

TEST_CASE("unsafe fixes wait until they are asked for") {
    const std::string text = "user a\ntopic readwrite $SYS/#\n";
    CHECK(fixed(text) == text);
    CHECK(fixed(text, true) == "user a\ntopic read $SYS/#\n");
    CHECK_FALSE(same(text, fixed(text, true)));
}

TEST_CASE("safe fixes of every example change no decision") {
    for (const auto& rule : lint_rules()) {
        for (const auto example : {rule.bad, rule.good}) {
            const std::string text{example};
            if (read_acl_file(text).refused_line() == nullptr) {
                CAPTURE(text);
                CHECK(same(text, fixed(text)));
            }
        }
    }
}

TEST_CASE("the same meaning, and another one") {
    CHECK(same("user a\ntopic read x/#\ntopic read x/y\n", "user a\ntopic read x/#\n"));
    CHECK(same("user a\ntopic readwrite x\n", "user a\ntopic read x\ntopic write x\n"));
    CHECK_FALSE(same("user a\ntopic readwrite x\n", "user a\ntopic read x\n"));
    CHECK_FALSE(same("user a\ntopic read x\n", "user b\ntopic read x\n"));
    CHECK_FALSE(same("user a\ntopic read x/#\ntopic deny x/y\n", "user a\ntopic read x/#\n"));
    CHECK_FALSE(same("topic read x\n", "pattern read x\n"));
}

TEST_CASE("suppressions silence what they name, once, with a reason") {
    const std::string rule = "user weather\n# mqttx: ignore[A401]";
    CHECK(ids("user weather\ntopic readwrite #\n") == "A401");
    CHECK(ids(rule + " it feeds everything\ntopic readwrite #\n").empty());
    CHECK(ids(rule + "\ntopic readwrite #\n") == "A902");
    CHECK(ids(rule + " why\ntopic read x\ntopic write #\n") == "A901 A401");
    CHECK(ids("# mqttx: ignore-file[A401, A106] why\nuser w\ntopic readwrite #\n").empty());
    CHECK(ids("# mqttx: ignore-file[A40] why\nuser w\ntopic readwrite #\n").empty());
    CHECK(ids("# mqttx: ignore[A401 why\nuser w\ntopic readwrite #\n") == "A401");
    CHECK(ids("# mqttx: ignore[A401] nothing follows\n") == "A510 A901");
}
