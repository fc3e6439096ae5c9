// SPDX-License-Identifier: Apache-2.0
#include "common/keys/foreign_key.hpp"

#include "common/base/text.hpp"
#include "common/keys/algorithm.hpp"
#include "common/keys/json.hpp"

#include <algorithm>
#include <array>
#include <limits>
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

/// The name of a COSE number, or the number.
std::string algorithm_words(std::int64_t number) {
    for (const auto& [name, known] : wrapping) {
        if (known == number) {
            return std::string{name};
        }
    }
    const auto algorithm = any_algorithm_from_number(number);
    return algorithm ? std::string{name_of(*algorithm)} : std::to_string(number);
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

std::string ForeignKind::words() const {
    auto words = type;
    for (const auto& word : {curve, algorithm}) {
        words += word.empty() ? "" : cat(" ", word);
    }
    return cat(words, is_public ? " public" : "");
}

ForeignKind foreign_kind(const Key& key) {
    ForeignKind kind{text(key, "kty"), text(key, "crv"), text(key, "alg"), false};
    const auto number = member(key, "cose_alg");
    if (kind.algorithm.empty() && number.is_number_integer()) {
        kind.algorithm = algorithm_words(number.get<std::int64_t>());
    }
    const bool has_pairs = kind.type == "EC" || kind.type == "RSA" || kind.type == "OKP";
    kind.is_public = has_pairs && member(key, "d").is_null();
    return kind;
}

void read_foreign_terms(Key& key) {
    const auto time = [&](std::string_view name) {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        const auto value = member(key, name);
        return value.is_number_unsigned() && value.get<std::uint64_t>() <= most
                   ? std::optional{value.get<std::int64_t>()}
                   : std::nullopt;
    };
    key.kid = text(key, "kid");
    key.name = text(key, "name");
    key.seals_from = time("nbf");
    key.seals_until = time("exp");
    key.opens_until = time("open-until");
    const auto state = text(key, "state");
    key.state = state == "revoked"        ? KeyState::revoked
                : state == "decrypt-only" ? KeyState::decrypt_only
                                          : KeyState::active;
}

void revoke_foreign(Key& key) {
    key.state = KeyState::revoked;
    std::erase_if(key.other_members, [](const auto& one) { return one.name == "state"; });
    key.other_members.push_back({"state", Secret{as_bytes(R"("revoked")")}});
}

} // namespace mqttx::keys
