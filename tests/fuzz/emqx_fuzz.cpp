// SPDX-License-Identifier: Apache-2.0
// Any bytes may be an acl.conf: what is read from them lies within them, and what it means can be
// asked and said again.
#include "common/acl/convert.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/emqx_file.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/native_file.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    auto file = read_emqx(text);
    for (const auto& node : file.document.nodes) {
        require(node.span.begin < node.span.end && node.span.end <= size);
        require(node.after > 0 && node.after <= file.document.nodes.size());
    }
    for (const auto& fault : file.faults) {
        require(fault.span.begin <= fault.span.end && fault.span.end <= size);
        require(!fault.message.empty());
    }
    for (const auto& finding : lint(file, {}).findings) {
        require(finding.span.end <= size);
    }
    if (!file.faults.empty() || file.rules.size() > 200) {
        return 0;
    }
    const auto policy = policy_of(std::move(file));
    Decider decider{policy, Broker::emqx};
    const Client client{"bob", "dev-1"};
    for (const auto& rule : policy.rules) {
        require(!rule.filter.empty() && rule.section < policy.sections.size());
        (void)decider.decide(client, {.operation = Operation::subscribe}, rule.filter);
    }
    const auto converted = to_native(policy, Broker::emqx);
    require(read_native(converted.text).faults.empty());
    return 0;
}
