// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/io/lines.hpp"
#include "common/mqtt/recorded_message.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace mqttx::app::pub {

/// The largest payload that fits a PUBLISH at all (MQTT 5 section 2.1.4).
constexpr std::size_t largest_payload = 268'435'455;

/// What a source gives: a payload, and where it is a recorded message, all of that.
struct Item {
    ByteView payload;
    const mqtt::RecordedMessage* recorded = nullptr;
};

/// Where messages come from, one after the other.
class Source {
  public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    using Clock = std::chrono::steady_clock;

    /// The next message, or none at the moment; valid until the next call. Throws Error(usage) for
    /// one that is too large, Error(local) for one that cannot be read.
    virtual std::optional<Item> next(Clock::time_point now) = 0;

    /// Whether no message will come any more.
    [[nodiscard]] virtual bool is_exhausted() const = 0;

    /// A descriptor to wait for before next() can give more; -1 when there is none.
    [[nodiscard]] virtual int descriptor() const { return -1; }

    /// To be called when the descriptor is readable. Throws Error(local).
    virtual void fill() {}

    /// When next() will have more by itself.
    [[nodiscard]] virtual std::optional<Clock::time_point> due() const { return std::nullopt; }

    /// What to call the message of this number (from 1).
    [[nodiscard]] virtual std::string name_of(std::uint64_t number) const = 0;
};

/// One payload, some number of times.
class Repeated : public Source {
  public:
    Repeated(Bytes payload, int times, std::chrono::milliseconds delay)
        : payload_{std::move(payload)}, times_{times}, delay_{delay} {}

    std::optional<Item> next(Clock::time_point now) override;

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

/// A message for each record of a stream: its payload.
class Stream : public Source {
  public:
    Stream(int descriptor, std::uint8_t delimiter) : descriptor_{descriptor}, lines_{delimiter} {}

    std::optional<Item> next(Clock::time_point now) override;

    [[nodiscard]] bool is_exhausted() const override { return lines_.is_exhausted(); }

    [[nodiscard]] int descriptor() const override { return ended_ ? -1 : descriptor_; }

    void fill() override;
    [[nodiscard]] std::string name_of(std::uint64_t number) const override;

  protected:
    /// The next record, if it is there.
    std::optional<ByteView> next_record();

    /// The number of the record that was given last, from 1.
    [[nodiscard]] std::uint64_t given() const noexcept { return given_; }

  private:
    int descriptor_;
    io::Lines lines_;
    bool ended_ = false;
    std::uint64_t given_ = 0;
};

/// A recorded message for each line of a stream.
class Recording : public Stream {
  public:
    explicit Recording(int descriptor) : Stream{descriptor, '\n'} {}

    std::optional<Item> next(Clock::time_point now) override;

  private:
    mqtt::RecordedMessage message_{};
};

} // namespace mqttx::app::pub
