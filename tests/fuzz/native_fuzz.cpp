// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a native permission file: faults lie within it, a file without any is a policy
// that can be asked, and its canonical layout says the same and stays as it is.
#include "common/acl/decide.hpp"
#include "common/acl/layout.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/native_file.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto file = read_native(text);
    for (const auto& fault : file.faults) {
        require(fault.span.begin <= fault.span.end && fault.span.end <= size);
        require(!fault.message.empty());
    }
    for (const auto& finding : lint(file, {}).findings) {
        require(finding.span.end <= size && finding.span.begin <= finding.span.end);
    }
    if (!file.faults.empty()) {
        return 0;
    }
    const auto policy = policy_of(file);
    require(policy.sections.size() == file.rules.size());
    Decider decider{policy, Broker::strict};
    const Client client{"u/v", "id", CertificateNames{"cn", {"DNS:a"}, {}}};
    for (const auto& rule : policy.rules) {
        require(rule.span.end <= size && !rule.filter.empty());
        decider.decide(client, {Operation::subscribe, 1}, rule.filter);
    }
    const auto layout = canonical_layout(file);
    const auto again = read_native(layout);
    require(again.faults.empty() && again.rules.size() == file.rules.size());
    require(canonical_layout(again) == layout);
    for (std::size_t at = 0; at < file.rules.size(); ++at) {
        require(again.rules[at].topics.size() == file.rules[at].topics.size());
        require(again.rules[at].qos == file.rules[at].qos);
    }
    return 0;
}
