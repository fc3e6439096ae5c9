// SPDX-License-Identifier: Apache-2.0
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/pki/alternative_name.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Whatever is accepted is printable ASCII and reads back as itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = mqttx::as_text({data, size});
    try {
        const mqttx::pki::AlternativeName name = mqttx::pki::parse_alternative_name(text);
        const bool printable = std::all_of(name.text.begin(), name.text.end(), [](char each) {
            return each > ' ' && each < '\x7f';
        });
        const std::string written = mqttx::pki::to_text(name);
        if (!printable || name.text.empty() ||
            mqttx::pki::parse_alternative_name(written) != name) {
            __builtin_trap();
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
    return 0;
}
