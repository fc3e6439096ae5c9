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

TEST_CASE("what the broker refuses is put right without a guess") {
    CHECK(fixed("Topic read a\n") == "topic read a\n");
    CHECK(fixed("read a\n") == "topic read a\n");
    CHECK(fixed("\ttopic\tread a\n") == "topic read a\n");
    CHECK(fixed("user a\n\ttopic read\ta\n") == "user a\ntopic read a\n");
    CHECK(fixed("\xEF\xBB\xBFtopic read a\n") == "topic read a\n");
    CHECK(fixed("user a\ntopic READ a\n") == "user a\ntopic read a\n");
    CHECK(fixed("user a\ntopic rw a\n") == "user a\ntopic readwrite a\n");
    CHECK(fixed("user a\ntopic allow a\n") == "user a\ntopic allow a\n");
    CHECK(fixed("user a\ntopic allow a\n", true) == "user a\ntopic readwrite a\n");
    CHECK(fixed("user a\n  # why\ntopic read a\n") == "user a\n# why\ntopic read a\n");
    CHECK(fixed("// why\nuser a\ntopic read a\n") == "# // why\nuser a\ntopic read a\n");
    CHECK(fixed("user a\ntopic read a/b # x\n") == "user a\n# x\ntopic read a/b\n");
}

TEST_CASE("what the broker takes otherwise than it is meant is put right when asked for") {
    const auto asked = [](const std::string& text) {
        CHECK(fixed(text) == text);
        return fixed(text, true);
    };
    CHECK(asked("user a # x\ntopic read b\n") == "# x\nuser a\ntopic read b\n");
    CHECK(asked("user \"a\"\ntopic read b\n") == "user a\ntopic read b\n");
    CHECK(asked("topic read\tb\n") == "topic read b\n");
    CHECK(asked("user a\ntopic read d/%u\n") == "user a\npattern read d/%u\n");
    CHECK(asked("pattern read d/${username}\n") == "pattern read d/%u\n");
    CHECK(asked("user a\npattern read x\n") == "user a\ntopic read x\n");
    CHECK(asked("user a\ntopic read $share/g/x\n") == "user a\ntopic read x\n");
    CHECK(asked("user a\ntopic read $sys/#\n") == "user a\ntopic read $SYS/#\n");
    CHECK(asked("user a\ntopic read cafe\xCC\x81\n") == "user a\ntopic read caf\xC3\xA9\n");
    CHECK(asked("user a\rtopic read b\n") == "user a\ntopic read b\n");
}

TEST_CASE("a pattern among a user's rules moves to the end") {
    CHECK(
        fixed("user a\npattern write d/%u\ntopic read b\n") ==
        "user a\ntopic read b\n\npattern write d/%u\n"
    );
    CHECK(ids("user a\ntopic read b\n\npattern write d/%u\n").find("A205") == std::string::npos);
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

TEST_CASE("a suppression without effect can be removed") {
    CHECK(fixed("# mqttx: ignore[A401] x\nuser a\ntopic read b\n") == "user a\ntopic read b\n");
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
