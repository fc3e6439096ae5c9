// SPDX-License-Identifier: Apache-2.0
#include "common/acl/decide.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/base/text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mqttx;
using namespace mqttx::acl;

namespace {

std::string findings_of(const std::string& text) {
    const auto file = read_hivemq(text);
    const LineIndex index{text};
    std::string all;
    for (const auto* findings : {&file.faults, &file.notices}) {
        for (const auto& finding : *findings) {
            const auto at = index.position(finding.span.begin);
            all += cat(all.empty() ? "" : "; ", at.line, ':', at.column, ' ', finding.message);
        }
    }
    return all;
}

std::string with_permissions(const std::string& permissions) {
    return cat(
        "<file-rbac>\n<users><user><name>u</name><password>a:1:b</password><roles><id>r</id>"
        "</roles></user></users>\n<roles><role><id>r</id><permissions>\n",
        permissions,
        "\n</permissions></role></roles></file-rbac>"
    );
}

Answer answer(
    const std::string& permissions,
    const Client& client,
    const Action& action,
    std::string_view topic
) {
    const auto text = with_permissions(permissions);
    const auto file = read_hivemq(text);
    REQUIRE(file.faults.empty());
    const auto policy = policy_of(file);
    return Decider{policy, Broker::hivemq}.decide(client, action, topic).answer;
}

constexpr Action publish{Operation::publish};
constexpr Action subscribe{Operation::subscribe};

} // namespace

TEST_CASE("permissions are read with their places and defaults") {
    const auto text = with_permissions(
        "<permission><topic>a/${{ClientID}}</topic><!-- c --></permission>\n"
        "<permission><topic>b</topic><activity> PUBLISH </activity><qos>ZERO_TWO</qos>"
        "<retain>RETAINED</retain></permission>"
    );
    const auto file = read_hivemq(text);
    CHECK(file.faults.empty());
    CHECK(file.notices.empty());
    REQUIRE(file.roles.size() == 1);
    REQUIRE(file.roles[0].permissions.size() == 2);
    const auto& first = file.roles[0].permissions[0];
    CHECK(first.topic_span.in(text) == "a/${{ClientID}}");
    CHECK(first.publish);
    CHECK(first.subscribe);
    const auto& second = file.roles[0].permissions[1];
    CHECK_FALSE(second.subscribe);
    CHECK(second.qos == 0b101);
    CHECK(second.retain == RetainRule::only);
    CHECK(second.span.in(text).starts_with("<permission><topic>b"));
}

TEST_CASE("entities, external ones and other encodings are refused with their place") {
    CHECK(
        findings_of("<!DOCTYPE a [<!ENTITY b \"bb\">]>\n<a>&b;</a>") ==
        "1:13 a document type declaration: it could define entities that grow without end or name "
        "other files"
    );
    CHECK(findings_of("<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")
              .starts_with("2:"));
    CHECK(findings_of("<a>\n &b;</a>") == "2:2 undefined entity");
    CHECK(
        findings_of("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>") ==
        "1:1 text in 'UTF-16': only UTF-8 is read"
    );
    CHECK(findings_of("<a>\n<b></a>") == "2:6 mismatched tag");
    CHECK(findings_of("") == "1:1 no element found");
    CHECK(findings_of("<a>\xFF</a>") == "1:4 not well-formed (invalid token)");
    std::string deep;
    for (int level = 0; level < 100; ++level) {
        deep += "<a>";
    }
    CHECK(findings_of(deep) == "1:193 more than 64 elements within each other");
}

TEST_CASE("what HiveMQ refuses or passes over is told, all of it at once") {
    CHECK(findings_of("<a/>") == "1:1 the root is 'a', not 'file-rbac'");
    CHECK(
        findings_of("<file-rbac/>") == "1:1 there is no user: HiveMQ refuses the file; "
                                       "1:1 there is no role: HiveMQ refuses the file"
    );
    CHECK(
        findings_of(with_permissions(
            "<permission><activity>WRITE</activity></permission>\n"
            "<permission><topic>a</topic><qos>3</qos><activty>PUBLISH</activty></permission>"
        )) == "4:1 this permission has no topic; 4:23 no value of activity: 'WRITE'; "
              "5:34 no value of qos: '3'; "
              "5:41 the element 'activty' is not known here: HiveMQ passes over it"
    );
    CHECK(
        findings_of("<file-rbac><users><user><name>u</name><roles><id>x</id></roles></user>"
                    "<user><name>u</name></user></users>"
                    "<roles><role><id>r</id></role></roles></file-rbac>") ==
        "1:50 there is no role 'x'; 1:83 user 'u' has no role: HiveMQ refuses the file; "
        "1:83 a second user 'u'; 1:113 role 'r' permits nothing: HiveMQ refuses the file; "
        "1:31 user 'u' has no password yet: HiveMQ refuses the file; "
        "1:83 user 'u' has no password yet: HiveMQ refuses the file"
    );
}

TEST_CASE("HiveMQ's own reading of topics") {
    const std::string plus = "<permission><topic>x/+</topic></permission>";
    CHECK(answer(plus, {"u", "c"}, subscribe, "x/#") == Answer::allowed);
    CHECK(answer(plus, {"u", "c"}, {Operation::receive}, "x/a/b") == Answer::allowed);
    CHECK(answer(plus, {"u", "c"}, publish, "x/a/b") == Answer::denied);
    CHECK(answer(plus, {"v", "c"}, publish, "x/a") == Answer::denied);
    CHECK(answer(plus, {"u", "c+"}, publish, "x/a") == Answer::denied);
    const std::string all = "<permission><topic>#</topic></permission>";
    CHECK(answer(all, {"u", "c"}, publish, "$SYS/a") == Answer::allowed);
    CHECK(answer(all, {"u", "c"}, subscribe, "$anything/#") == Answer::allowed);
    const std::string end = "<permission><topic>a/b/</topic></permission>";
    CHECK(answer(end, {"u", "c"}, publish, "a/b") == Answer::allowed);
    CHECK(answer(end, {"u", "c"}, publish, "a/b/") == Answer::allowed);
    const std::string own = "<permission><topic>d/x${{clientid}}</topic></permission>";
    CHECK(answer(own, {"u", "c"}, publish, "d/xc") == Answer::allowed);
    CHECK(answer(own, {"u", "c/d"}, publish, "d/xc/d") == Answer::allowed);
    const std::string shared = "<permission><topic>s</topic><shared-subscription>SHARED"
                               "</shared-subscription><shared-group>g</shared-group></permission>";
    CHECK(answer(shared, {"u", "c"}, subscribe, "$share/g/s") == Answer::allowed);
    CHECK(answer(shared, {"u", "c"}, subscribe, "$share/h/s") == Answer::denied);
    CHECK(answer(shared, {"u", "c"}, subscribe, "s") == Answer::denied);
    CHECK(answer(shared, {"u", "c"}, publish, "s") == Answer::allowed);
}
