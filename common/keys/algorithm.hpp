// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mqttx::keys {

/// The content encryption algorithms of the profile, by their COSE numbers (RFC 9053 section 4).
enum class Algorithm : std::int8_t {
    a128gcm = 1,
    a256gcm = 3,
    aes_ccm_16_64_128 = 10,
    chacha20_poly1305 = 24,
    // Of other people's messages only: no key of the profile has one of these.
    a192gcm = 2,
    aes_ccm_16_128_128 = 30,
    aes_ccm_16_128_256 = 31,
};

/// What each algorithm asks for, in bytes.
struct AlgorithmSizes {
    std::size_t key;
    std::size_t nonce;
    std::size_t tag;
    std::uint64_t largest_plaintext;
};

AlgorithmSizes sizes_of(Algorithm algorithm) noexcept;

/// The name the command line, key files and messages use: A256GCM, AES-CCM-16-64-128...
std::string_view name_of(Algorithm algorithm) noexcept;

/// The algorithm of a COSE number, or none when the profile does not have it.
std::optional<Algorithm> algorithm_from_number(std::int64_t number) noexcept;

/// The algorithm of a name exactly as name_of() gives it; none for any other text.
std::optional<Algorithm> algorithm_from_name(std::string_view name) noexcept;

/// All names, with commas, for messages.
std::string algorithm_names();

/// By number or name, those of other people's messages included.
std::optional<Algorithm> any_algorithm_from_number(std::int64_t number) noexcept;
std::optional<Algorithm> any_algorithm_from_name(std::string_view name) noexcept;

} // namespace mqttx::keys
