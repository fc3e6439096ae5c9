// SPDX-License-Identifier: Apache-2.0
#include "common/keys/foreign_key.hpp"

#include "common/keys/algorithm.hpp"
#include "common/keys/json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::keys {

namespace {

constexpr std::size_t field_size = 32;

constexpr std::array<std::pair<std::string_view, std::int64_t>, 3> wrapping{
    {{"A128KW", -3}, {"A192KW", -4}, {"A256KW", -5}}};

/// A member that was kept; null when it is not there or no good JSON.
Json member(const Key& key, std::string_view name) {
    for (const auto& one : key.other_members) {
        if (one.name == name) {
            return parse_json(one.json.expose(), "a key");
        }
    }
    return {};
}

std::string text(const Key& key, std::string_view name) {
    const auto value = member(key, name);
    return value.is_string() ? std::string{value.get_ref<const WipedText&>()} : std::string{};
}

Secret key_bytes(const Key& key, std::string_view name) {
    auto value = text(key, name);
    auto bytes = from_base64url(value).value_or(Bytes{});
    Secret secret{bytes};
    wipe(bytes);
    std::ranges::fill(value, '\0');
    return secret;
}

} // namespace

std::optional<std::int64_t> known_algorithm(std::int64_t number) noexcept {
    const bool wraps =
        std::ranges::any_of(wrapping, [&](const auto& one) { return one.second == number; });
    return wraps || any_algorithm_from_number(number) ? std::optional{number} : std::nullopt;
}

std::optional<std::int64_t> known_algorithm(std::string_view name) noexcept {
    for (const auto& [known, number] : wrapping) {
        if (known == name) {
            return number;
        }
    }
    const auto algorithm = any_algorithm_from_name(name);
    return algorithm ? std::optional{static_cast<std::int64_t>(*algorithm)} : std::nullopt;
}

std::optional<ForeignKey> read_foreign_key(const Key& key) {
    if (key.type != KeyType::foreign) {
        return std::nullopt;
    }
    ForeignKey foreign{.kid = text(key, "kid")};
    const auto type = text(key, "kty");
    if (type == "oct") {
        const auto number = member(key, "cose_alg");
        foreign.algorithm = number.is_number_integer() ? known_algorithm(number.get<std::int64_t>())
                                                       : known_algorithm(text(key, "alg"));
        foreign.symmetric = key_bytes(key, "k");
    } else if (type == "EC" && text(key, "crv") == "P-256") {
        foreign.p256 = key_bytes(key, "d");
    }
    const bool is_usable = !foreign.symmetric.empty() || foreign.p256.size() == field_size;
    return is_usable ? std::optional{std::move(foreign)} : std::nullopt;
}

} // namespace mqttx::keys
