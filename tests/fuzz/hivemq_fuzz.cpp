// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a credentials.xml: what is read from them lies within them, and what it means
// can be asked and said again.
#include "common/acl/convert.hpp"
#include "common/acl/decide.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/native_file.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto file = read_hivemq(text);
    for (const auto& element : file.document.elements) {
        require(element.span.begin < element.span.end && element.span.end <= size);
        require(element.tag.end <= element.span.end && element.text_span.end <= size);
        require(element.after > 0 && element.after <= file.document.elements.size());
    }
    for (const auto* findings : {&file.faults, &file.notices}) {
        for (const auto& finding : *findings) {
            require(finding.span.begin <= finding.span.end && finding.span.end <= size);
            require(!finding.message.empty());
        }
    }
    for (const auto& finding : lint(file, {}).findings) {
        require(finding.span.end <= size);
    }
    if (!file.faults.empty()) {
        return 0;
    }
    const auto policy = policy_of(file);
    Decider decider{policy, Broker::hivemq};
    for (const auto& rule : policy.rules) {
        require(!rule.filter.empty() && rule.section < policy.sections.size());
        (void)decider.decide({"u", "c"}, {.operation = Operation::subscribe}, rule.filter);
    }
    const auto converted = to_native(policy, Broker::hivemq);
    require(read_native(converted.text).faults.empty());
    return 0;
}
