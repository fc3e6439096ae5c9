// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a dynamic security configuration: what is read from them lies within them.
#include "common/acl/dynsec_policy.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx::acl;

namespace {

class Check {
  public:
    explicit Check(const DynsecFile& file) : size_{file.document.text.size()} {
        for (const auto& role : file.roles) {
            named(role);
            for (const auto& acl : role.acls) {
                require(!acl.topic.empty() && !dynsec_word(acl.type).empty());
                within(acl.topic_span, acl.span);
                within(acl.type_span, acl.span);
                within(acl.span, role.span);
            }
        }
        for (const auto& client : file.clients) {
            named(client);
            members(client.roles, client.span);
        }
        for (const auto& group : file.groups) {
            named(group);
            members(group.roles, group.span);
            members(group.clients, group.span);
        }
        for (const auto& notice : file.notices) {
            require(notice.span.end <= size_ && !notice.sentence().empty());
        }
    }

  private:
    static void require(bool truth) {
        if (!truth) {
            std::abort();
        }
    }

    static void within(Span inner, Span outer) {
        require(outer.begin <= inner.begin && inner.begin < inner.end && inner.end <= outer.end);
    }

    static void members(const std::vector<DynsecMember>& all, Span outer) {
        for (const auto& member : all) {
            require(!member.name.empty());
            within(member.span, outer);
        }
    }

    template <typename Named> void named(const Named& entry) {
        require(!entry.name.empty() && entry.span.end <= size_);
        within(entry.name_span, entry.span);
    }

    std::size_t size_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = read_dynsec({reinterpret_cast<const char*>(data), size});
    const Check check{file};
    const auto policy = policy_of(file);
    for (const auto& rule : policy.rules) {
        if (rule.filter.empty() || rule.section >= policy.sections.size()) {
            std::abort();
        }
    }
    return 0;
}
