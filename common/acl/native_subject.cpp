// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_parts.hpp"
#include "common/acl/native_text.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl::native_parts {

namespace {

/// An alternative name with its type, or a glob over all types.
bool is_alternative_name(std::string_view value) {
    constexpr std::array<std::string_view, 4> types{"DNS:", "IP:", "URI:", "email:"};
    return value.starts_with('*') ||
           std::any_of(types.begin(), types.end(), [&](std::string_view type) {
               return value.starts_with(type) && value.size() > type.size();
           });
}

std::optional<std::string> in_lower_hex(std::string_view value) {
    std::string lower{value};
    for (auto& digit : lower) {
        digit = digit >= 'A' && digit <= 'F' ? static_cast<char>(digit + 32) : digit;
    }
    const bool good =
        lower.size() == 64 && lower.find_first_not_of("0123456789abcdef") == std::string::npos;
    return good ? std::optional{lower} : std::nullopt;
}

/// Takes a value into a test; false with a fault.
bool take(Values& values, SubjectTest& test, std::uint32_t node, std::string_view value) {
    const auto span = values.toml()[node].span;
    if (test.key == SubjectKey::cert_san && !is_alternative_name(value)) {
        values.fail(
            "A029",
            span,
            "an alternative name has its type in front",
            "write DNS:name, IP:address, URI:text or email:address"
        );
        return false;
    }
    if (test.key == SubjectKey::cert_issuer) {
        const auto lower = in_lower_hex(value);
        if (!lower) {
            values.fail(
                "A029",
                span,
                "64 hexadecimal digits are expected",
                "the SHA-256 of the issuer's name in DER, from the client certificate"
            );
            return false;
        }
        value = *lower == value ? value : values.file().toml.owned.emplace_back(*lower);
    }
    if (std::find(test.values.begin(), test.values.end(), value) == test.values.end()) {
        test.values.push_back(value);
        if (test.key == SubjectKey::role) {
            test.roles.push_back(node); // resolved when all roles are known
        }
    }
    return true;
}

std::optional<SubjectTest> read_test(Values& values, std::uint32_t node, SubjectKey key) {
    SubjectTest test{.key = key};
    if (key <= SubjectKey::anonymous) {
        const auto& value = values.toml()[node];
        if (value.kind != TomlKind::boolean || value.text != "true") {
            values.fail("A029", value.span, "true is expected", "leave the key out otherwise");
            return std::nullopt;
        }
        return test;
    }
    const bool good = values.texts(node, [&](std::uint32_t at, std::string_view value) {
        return take(values, test, at, value);
    });
    return good ? std::optional{std::move(test)} : std::nullopt;
}

} // namespace

std::optional<Conjunction> read_conjunction(Values& values, std::uint32_t node) {
    const auto& toml = values.toml();
    if (toml[node].kind != TomlKind::table) {
        values.fail(
            "A029", toml[node].span, "a table in braces is expected", "for example { user = \"a\" }"
        );
        return std::nullopt;
    }
    std::array<std::string_view, subject_keys.size()> known_keys;
    std::transform(
        subject_keys.begin(),
        subject_keys.end(),
        known_keys.begin(),
        [](const KeyWord& known) { return known.word; }
    );
    bool good = values.require_keys(node, known_keys);
    if (toml[node].count == 0) {
        values.fail("A029", toml[node].span, "an empty subject", "for all clients: { any = true }");
        return std::nullopt;
    }
    Conjunction tests;
    toml.each(node, [&](std::uint32_t at) {
        const auto* const known =
            std::find_if(subject_keys.begin(), subject_keys.end(), [&](const KeyWord& name) {
                return name.word == toml[at].key;
            });
        if (known == subject_keys.end()) {
            return;
        }
        auto test = read_test(values, at, known->key);
        good = good && test;
        if (test) {
            tests.push_back(std::move(*test));
        }
    });
    return good ? std::optional{std::move(tests)} : std::nullopt;
}

std::optional<std::vector<Conjunction>> read_subject(Values& values, std::uint32_t node) {
    const auto& toml = values.toml();
    std::vector<Conjunction> any_of;
    bool good = true;
    const auto add = [&](std::uint32_t at) {
        auto tests = read_conjunction(values, at);
        good = good && tests;
        if (tests) {
            any_of.push_back(std::move(*tests));
        }
    };
    if (toml[node].kind != TomlKind::array) {
        add(node);
    } else if (toml[node].count == 0) {
        values.fail("A029", toml[node].span, "an empty list: a rule for nobody");
        return std::nullopt;
    } else {
        toml.each(node, add);
    }
    return good ? std::optional{std::move(any_of)} : std::nullopt;
}

} // namespace mqttx::acl::native_parts
