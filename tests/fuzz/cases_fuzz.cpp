// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a file of cases: each case is a question that can be asked, each fault lies
// within the text.
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/cases.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx::acl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto read = read_cases(text);
    if (read.cases.empty() && read.faults.empty()) {
        std::abort();
    }
    for (const auto& fault : read.faults) {
        if (fault.span.end > size || fault.message.empty()) {
            std::abort();
        }
    }
    const auto policy = policy_of(read_acl_file("topic read a/#\npattern write dev/%u/#\n"));
    Decider decider{policy, Broker::strict};
    for (const auto& wanted : read.cases) {
        if (wanted.span.empty() || wanted.span.end > size || wanted.topic.empty() ||
            case_word(wanted.expected).empty()) {
            std::abort();
        }
        if (decider.decide({wanted.user, {}}, wanted.action, wanted.topic).why.empty()) {
            std::abort();
        }
    }
    return 0;
}
