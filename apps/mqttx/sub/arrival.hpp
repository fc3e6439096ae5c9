// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cose/verdict.hpp"
#include "common/mqtt/message.hpp"

#include <ctime>
#include <string>

namespace mqttx::app::sub {

/// A message that is delivered, with what is known about it: what every way of writing it starts
/// from.
struct Arrival {
    const mqtt::Message& message;
    const cose::Verdict& verdict;
    timespec time; ///< when it arrived

    /// The payload to show: the plaintext where there was an envelope.
    [[nodiscard]] ByteView content() const { return verdict.content(message.payload); }

    /// The content type: of the plaintext where there was an envelope, otherwise of the message.
    [[nodiscard]] std::string content_type() const;

    /// The properties to show: where there was an envelope, with the content type of the plaintext,
    /// or without one, in place of the envelope's.
    [[nodiscard]] mqtt::Properties properties() const;
};

/// Local time in a format of strftime(3).
std::string local_time(const timespec& time, const std::string& format);

/// RFC 3339 in UTC with nine digits of a second.
std::string rfc3339(const timespec& time);

} // namespace mqttx::app::sub
