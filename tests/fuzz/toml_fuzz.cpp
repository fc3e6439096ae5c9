// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a TOML file: what is read from them lies within them, and what is no fault for
// us is none for the text alone either.
#include "common/acl/toml.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

namespace {

void walk(const TomlDocument& toml, std::uint32_t index) {
    std::uint32_t count = 0;
    toml.each(index, [&](std::uint32_t at) {
        const auto& node = toml[at];
        require(at > index && node.span.begin < node.span.end);
        require(node.span.end <= toml.text.size() && node.key_span.end <= toml.text.size());
        if (toml[index].kind == TomlKind::table) {
            require(toml.find(index, node.key) == at);
        }
        ++count;
        walk(toml, at);
    });
    require(count == toml[index].count);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto toml = read_toml(text);
    walk(toml, 0);
    require(toml.end_of(0) <= size);
    for (const auto& fault : toml.faults) {
        require(fault.span.begin <= fault.span.end && fault.span.end <= size);
        require(!fault.message.empty() && fault.first.end <= size);
    }
    return 0;
}
