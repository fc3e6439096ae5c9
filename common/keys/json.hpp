// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/secret.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// JSON whose texts are wiped when they go (all but what the library's lexer keeps for its
/// messages), read with the limits that the library does not have. Private to this folder.
namespace mqttx::keys {

/// The standard allocator, which overwrites what it gives back.
template <typename T> struct WipingAllocator {
    using value_type = T;

    WipingAllocator() noexcept = default;

    template <typename U> explicit WipingAllocator(const WipingAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }

    void deallocate(T* memory, std::size_t count) noexcept {
        wipe({reinterpret_cast<std::uint8_t*>(memory), count * sizeof(T)});
        std::allocator<T>{}.deallocate(memory, count);
    }

    friend bool operator==(const WipingAllocator&, const WipingAllocator&) noexcept { return true; }
};

using WipedText = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, WipedText>;

/// Parses one JSON text: at most 1 MiB, at most 16 levels, no object with two members of one name.
/// Throws Error(local), which names `source` and a place but nothing that stands there.
Json parse_json(ByteView text, std::string_view source);

} // namespace mqttx::keys
