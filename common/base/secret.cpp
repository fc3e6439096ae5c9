// SPDX-License-Identifier: Apache-2.0
#include "common/base/secret.hpp"

#include <botan/mem_ops.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace mqttx {

namespace {

/// Botan's allocator hands out memory that is locked while its pool lasts, and scrubs it on
/// release. Its first use locks the pool page by page: 3 ms for the 512 KiB it takes by itself,
/// longer than a short run takes in all; 8 KiB hold two hundred keys. The variable (in KiB) is the
/// only way to say so; it goes again at once, so that no child process sees it.
class LimitedPool {
  public:
    LimitedPool() noexcept {
        constexpr auto variable = "BOTAN_MLOCK_POOL_SIZE";
        ::setenv(variable, "8", 1);
        Botan::deallocate_memory(Botan::allocate_memory(1, 1), 1, 1);
        ::unsetenv(variable);
    }
};

std::uint8_t* allocate_locked(std::size_t size) {
    static const LimitedPool pool;
    return static_cast<std::uint8_t*>(Botan::allocate_memory(size, 1));
}

} // namespace

Secret::Secret(std::size_t size)
    : data_{size == 0 ? nullptr : allocate_locked(size)}, size_{size}, capacity_{size} {}

Secret::Secret(ByteView bytes) : Secret{bytes.size()} {
    std::copy(bytes.begin(), bytes.end(), data_);
}

Secret Secret::take(std::string& text) {
    Secret secret{as_bytes(text)};
    wipe(text);
    text.clear();
    return secret;
}

Secret::Secret(Secret&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)},
      capacity_{std::exchange(other.capacity_, 0)} {}

Secret& Secret::operator=(Secret&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
}

Secret::~Secret() {
    if (data_ != nullptr) {
        Botan::deallocate_memory(data_, capacity_, 1);
    }
}

void Secret::shorten(std::size_t size) noexcept {
    if (size < size_) {
        wipe(expose_for_writing().subspan(size));
        size_ = size;
    }
}

bool Secret::equals(const Secret& other) const noexcept {
    return size_ == other.size_ && Botan::constant_time_compare(data_, other.data_, size_);
}

void wipe(std::span<std::uint8_t> bytes) noexcept {
    if (!bytes.empty()) {
        ::explicit_bzero(
            bytes.data(), bytes.size()
        ); // not even nothing may be done at a null pointer
    }
}

void wipe(std::string& text) noexcept {
    ::explicit_bzero(text.data(), text.size());
}

} // namespace mqttx
