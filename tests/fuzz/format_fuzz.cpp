// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/format.hpp"
#include "common/base/bytes.hpp"
#include "common/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

const mqttx::mqtt::Properties properties{
    {mqttx::mqtt::property_id::user_property, std::pair<std::string, std::string>{"k", "v"}},
    {mqttx::mqtt::property_id::correlation_data, mqttx::Bytes{0, 255}},
    {mqttx::mqtt::property_id::subscription_identifier, 7U}};

} // namespace

/// A format that is accepted can be applied, escaped or not, to a message whose payload is no text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const mqttx::app::sub::Format format{mqttx::as_text({data, size})};
        const mqttx::Bytes payload{0xFF, 0x00, 0x1B, 'x'};
        const mqttx::mqtt::Message message{"a/b", payload, 1, true, false, 9, properties};
        const mqttx::cose::Verdict verdict;
        const mqttx::app::sub::Arrival arrival{message, verdict, {1'700'000'000, 5}};
        const auto safe = format.apply(arrival, true);
        const auto raw = format.apply(arrival, false);
        if (safe.size() < raw.size()) { // escaping only adds
            __builtin_trap();
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
    return 0;
}
