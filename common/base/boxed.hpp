// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

namespace mqttx {

/// An optional value that is seldom there: kept apart, it costs its owner a pointer. Copies copy
/// the value.
template <typename Value> class Boxed {
  public:
    Boxed() noexcept = default;

    Boxed(Value value) : value_{std::make_unique<Value>(std::move(value))} {}

    Boxed(const Boxed& other)
        : value_{other.value_ ? std::make_unique<Value>(*other.value_) : nullptr} {}

    Boxed(Boxed&&) noexcept = default;

    Boxed& operator=(const Boxed& other) { return *this = Boxed{other}; }

    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    [[nodiscard]] explicit operator bool() const noexcept { return value_ != nullptr; }

    /// The value, which must be there.
    [[nodiscard]] const Value& operator*() const noexcept { return *value_; }

    [[nodiscard]] const Value* operator->() const noexcept { return value_.get(); }

    [[nodiscard]] Value& operator*() noexcept { return *value_; }

    [[nodiscard]] Value* operator->() noexcept { return value_.get(); }

  private:
    std::unique_ptr<Value> value_;
};

} // namespace mqttx
