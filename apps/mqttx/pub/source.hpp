// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/io/lines.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace mqttx::app::pub {

/// The largest payload that fits a PUBLISH at all (MQTT 5 section 2.1.4).
constexpr std::size_t largest_payload = 268'435'455;

/// Where payloads come from, one after the other.
class Source {
  public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    using Clock = std::chrono::steady_clock;

    /// The next payload, or none at the moment; valid until the next call. Throws Error(usage) for
    /// one that is too large.
    virtual std::optional<ByteView> next(Clock::time_point now) = 0;

    /// Whether no payload will come any more.
    [[nodiscard]] virtual bool is_exhausted() const = 0;

    /// A descriptor to wait for before next() can give more; -1 when there is none.
    [[nodiscard]] virtual int descriptor() const { return -1; }

    /// To be called when the descriptor is readable. Throws Error(local).
    virtual void fill() {}

    /// When next() will have more by itself.
    [[nodiscard]] virtual std::optional<Clock::time_point> due() const { return std::nullopt; }

    /// What to call the payload of this number (from 1) in a message.
    [[nodiscard]] virtual std::string name_of(std::uint64_t number) const = 0;
};

/// One payload, some number of times.
class Repeated : public Source {
  public:
    Repeated(Bytes payload, int times, std::chrono::milliseconds delay)
        : payload_{std::move(payload)}, times_{times}, delay_{delay} {}

    std::optional<ByteView> next(Clock::time_point now) override;

    [[nodiscard]] bool is_exhausted() const override { return given_ >= times_; }

    [[nodiscard]] std::optional<Clock::time_point> due() const override;
    [[nodiscard]] std::string name_of(std::uint64_t number) const override;

  private:
    Bytes payload_;
    int times_;
    std::chrono::milliseconds delay_;
    int given_ = 0;
    Clock::time_point due_{};
};

/// A payload for each record of a stream.
class Stream : public Source {
  public:
    Stream(int descriptor, std::uint8_t delimiter) : descriptor_{descriptor}, lines_{delimiter} {}

    std::optional<ByteView> next(Clock::time_point now) override;

    [[nodiscard]] bool is_exhausted() const override { return lines_.is_exhausted(); }

    [[nodiscard]] int descriptor() const override { return ended_ ? -1 : descriptor_; }

    void fill() override;
    [[nodiscard]] std::string name_of(std::uint64_t number) const override;

  private:
    int descriptor_;
    io::Lines lines_;
    bool ended_ = false;
    std::uint64_t given_ = 0;
};

} // namespace mqttx::app::pub
