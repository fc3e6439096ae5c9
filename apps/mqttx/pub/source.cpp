// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/source.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace mqttx::app::pub {

std::optional<Item> Repeated::next(Clock::time_point now) {
    if (is_exhausted() || now < due_) {
        return std::nullopt;
    }
    ++given_;
    due_ = now + delay_;
    return Item{payload_};
}

std::optional<Source::Clock::time_point> Repeated::due() const {
    return given_ > 0 && !is_exhausted() ? std::optional{due_} : std::nullopt;
}

std::string Repeated::name_of(std::uint64_t number) const {
    return times_ == 1 ? "the message" : cat("message ", number, " of ", times_);
}

std::optional<Item> Stream::next(Clock::time_point /*now*/) {
    const auto record = next_record();
    return record ? std::optional{Item{*record}} : std::nullopt;
}

std::optional<Item> Recording::next(Clock::time_point /*now*/) {
    const auto line = next_record();
    if (!line) {
        return std::nullopt;
    }
    message_ = mqtt::read_recorded_message(*line, cat("line ", given(), " of standard input"));
    return Item{message_.payload, &message_};
}

std::optional<ByteView> Stream::next_record() {
    const auto record = lines_.next();
    given_ += record ? 1U : 0U;
    if (lines_.pending() > largest_payload) {
        throw Error{
            ErrorKind::usage,
            cat("line ",
                given_ + 1,
                " of standard input is larger than a PUBLISH may be (268435455 bytes)")};
    }
    return record;
}

void Stream::fill() {
    std::array<std::uint8_t, 65536> block{};
    const auto count = ::read(descriptor_, block.data(), block.size());
    if (count < 0 && errno != EINTR && errno != EAGAIN) {
        throw Error{
            ErrorKind::local, cat("cannot read standard input: ", system_error_text(errno))};
    }
    if (count == 0) {
        ended_ = true;
        lines_.end();
    } else if (count > 0) {
        lines_.add({block.data(), static_cast<std::size_t>(count)});
    }
}

std::string Stream::name_of(std::uint64_t number) const {
    return cat("line ", number);
}

} // namespace mqttx::app::pub
