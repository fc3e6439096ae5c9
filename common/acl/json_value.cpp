// SPDX-License-Identifier: Apache-2.0
#include "common/acl/json.hpp"
#include "common/acl/json_string.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace mqttx::acl {

using Cause = JsonFault::Cause;

std::string_view JsonFault::sentence() const noexcept {
    switch (cause) {
    case Cause::nothing_there:
        return "the file is empty";
    case Cause::unexpected:
        return "this is not JSON: something else should stand here";
    case Cause::unfinished:
        return "the file ends in the middle";
    case Cause::trailing_text:
        return "something follows the end of the JSON value";
    case Cause::nul_byte:
        return "a NUL byte: the broker reads no further";
    case Cause::too_deep:
        return "more than 1000 arrays and objects within each other: the broker refuses the file";
    case Cause::bad_number:
        return "this is no number as JSON writes them";
    case Cause::control_in_text:
        return "a control character in a string must be escaped";
    case Cause::bad_escape:
        return "an escape that means nothing: the broker refuses the file";
    case Cause::nul_in_text:
        return "the broker ends the text at this NUL";
    case Cause::invalid_utf8:
        return "these bytes are not UTF-8";
    case Cause::duplicate_member:
        return "the object has a member of this name already: the broker takes the first";
    }
    return {};
}

const JsonFault* JsonDocument::error() const noexcept {
    const auto found = std::find_if(faults.begin(), faults.end(), [](const JsonFault& fault) {
        return fault.cause != Cause::duplicate_member;
    });
    return found == faults.end() ? nullptr : &*found;
}

std::optional<JsonValue> JsonDocument::root() const {
    return nodes.empty() ? std::nullopt : std::optional{JsonValue{*this, 0}};
}

std::string in_lower_case(std::string_view text) {
    std::string lower{text};
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') {
            letter = static_cast<char>(letter - 'A' + 'a');
        }
    }
    return lower;
}

std::string JsonValue::text() const {
    const auto written = span().in(document_->text);
    if (kind() != JsonKind::string) {
        return std::string{written};
    }
    const auto inner = written.substr(1, written.size() - 2);
    return node().has_escapes ? json_string::decode(inner) : std::string{inner};
}

bool JsonValue::truth() const noexcept {
    return kind() == JsonKind::boolean && span().size() == 4;
}

int JsonValue::whole_number() const noexcept {
    if (kind() != JsonKind::number) {
        return 0;
    }
    constexpr double most = std::numeric_limits<int>::max();
    constexpr double least = std::numeric_limits<int>::min();
    const auto written = span().in(document_->text);
    double value = 0;
    const auto result = std::from_chars(written.data(), written.data() + written.size(), value);
    if (result.ec == std::errc::result_out_of_range) { // far too large, or next to nothing
        const bool tiny = written.find("e-") != std::string_view::npos ||
                          written.find("E-") != std::string_view::npos;
        value = tiny ? 0 : (written.starts_with('-') ? least : most);
    }
    return static_cast<int>(std::clamp(value, least, most));
}

std::optional<JsonValue> JsonValue::member(std::string_view name) const {
    std::optional<JsonValue> found;
    each_member([&](const JsonValue& key, const JsonValue& value) {
        if (!found && in_lower_case(key.text()) == name) {
            found = value;
        }
    });
    return found;
}

} // namespace mqttx::acl
