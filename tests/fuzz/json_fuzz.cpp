// SPDX-License-Identifier: Apache-2.0
// Any bytes may be a JSON file: what is read must lie within them, and another reader must agree on
// what is JSON.
#include "common/acl/json.hpp"
#include "tests/fuzz/require.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

namespace {

using Cause = JsonFault::Cause;

void check_value(const JsonValue& value, Span outer, std::size_t& values) {
    const auto span = value.span();
    require(outer.begin <= span.begin && span.begin < span.end && span.end <= outer.end);
    (void)value.text();
    (void)value.whole_number();
    ++values;
    value.each_element([&](const JsonValue& element) { check_value(element, span, values); });
    value.each_member([&](const JsonValue& name, const JsonValue& member) {
        require(name.kind() == JsonKind::string);
        check_value(name, span, values);
        check_value(member, span, values);
    });
}

void check_values(const JsonDocument& document) {
    if (const auto root = document.root()) {
        std::size_t values = 0;
        check_value(*root, {0, static_cast<std::uint32_t>(document.text.size())}, values);
        require(values == document.nodes.size());
    }
    for (const auto& fault : document.faults) {
        require(fault.span.begin <= fault.span.end && fault.span.end <= document.text.size());
        require(!fault.sentence().empty());
    }
}

/// Faults that other readers do not count as such.
bool is_ours_alone(const JsonFault& fault) {
    return fault.cause == Cause::duplicate_member || fault.cause == Cause::too_deep ||
           fault.cause == Cause::nul_in_text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto document = read_json(text);
    check_values(document);
    const bool is_json = std::all_of(document.faults.begin(), document.faults.end(), is_ours_alone);
    const bool cut_short =
        std::any_of(document.faults.begin(), document.faults.end(), [](const JsonFault& fault) {
            return fault.cause == Cause::too_deep;
        });
    // The other reader takes a NUL for the end, and refuses numbers beyond a double, which take an
    // exponent or 300 digits.
    const bool has_nul = text.find('\0') != text.npos;
    const bool has_large_numbers = size > 300 || text.find_first_of("eE") != text.npos;
    if (!cut_short && !has_nul && !(is_json && has_large_numbers)) {
        require(is_json == nlohmann::json::accept(text));
    }
    return 0;
}
