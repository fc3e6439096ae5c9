// SPDX-License-Identifier: Apache-2.0
#include "common/keys/algorithm.hpp"

#include <algorithm>
#include <array>

namespace mqttx::keys {

namespace {

struct Row {
    Algorithm algorithm;
    std::string_view name;
    AlgorithmSizes sizes;
    bool is_ours = true; ///< of the profile
};

// GCM: 2^39 - 256 bits; ChaCha20: 2^38 - 64 bytes (RFC 8439 2.8); CCM with L = 2 has a length field
// of two bytes (RFC 9053 section 4.2).
constexpr std::array rows{
    Row{Algorithm::a256gcm, "A256GCM", {32, 12, 16, (1ULL << 36U) - 32}},
    Row{Algorithm::a128gcm, "A128GCM", {16, 12, 16, (1ULL << 36U) - 32}},
    Row{Algorithm::chacha20_poly1305, "ChaCha20Poly1305", {32, 12, 16, (1ULL << 38U) - 64}},
    Row{Algorithm::aes_ccm_16_64_128, "AES-CCM-16-64-128", {16, 13, 8, 65'535}},
    Row{Algorithm::a192gcm, "A192GCM", {24, 12, 16, (1ULL << 36U) - 32}, false},
    Row{Algorithm::aes_ccm_16_128_128, "AES-CCM-16-128-128", {16, 13, 16, 65'535}, false},
    Row{Algorithm::aes_ccm_16_128_256, "AES-CCM-16-128-256", {32, 13, 16, 65'535}, false},
};

const Row& row_of(Algorithm algorithm) noexcept {
    for (const auto& row : rows) {
        if (row.algorithm == algorithm) {
            return row;
        }
    }
    return rows.front(); // unreachable: every enumerator has its row
}

} // namespace

AlgorithmSizes sizes_of(Algorithm algorithm) noexcept {
    return row_of(algorithm).sizes;
}

std::string_view name_of(Algorithm algorithm) noexcept {
    return row_of(algorithm).name;
}

std::optional<Algorithm> any_algorithm_from_number(std::int64_t number) noexcept {
    const auto* const found = std::ranges::find_if(rows, [&](const Row& row) {
        return static_cast<std::int64_t>(row.algorithm) == number;
    });
    return found == rows.end() ? std::nullopt : std::optional{found->algorithm};
}

std::optional<Algorithm> any_algorithm_from_name(std::string_view name) noexcept {
    const auto* const found =
        std::ranges::find_if(rows, [&](const Row& row) { return row.name == name; });
    return found == rows.end() ? std::nullopt : std::optional{found->algorithm};
}

std::optional<Algorithm> algorithm_from_number(std::int64_t number) noexcept {
    const auto found = any_algorithm_from_number(number);
    return found && row_of(*found).is_ours ? found : std::nullopt;
}

std::optional<Algorithm> algorithm_from_name(std::string_view name) noexcept {
    const auto found = any_algorithm_from_name(name);
    return found && row_of(*found).is_ours ? found : std::nullopt;
}

std::string algorithm_names() {
    std::string names;
    for (const auto& row : rows) {
        if (row.is_ours) {
            names += names.empty() ? "" : ", ";
            names += row.name;
        }
    }
    return names;
}

} // namespace mqttx::keys
