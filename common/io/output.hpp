// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace mqttx::io {

/// The reader of our output went away (EPIPE): no fault to report, a reason to stop.
class ClosedPipe : public std::exception {
  public:
    [[nodiscard]] const char* what() const noexcept override {
        return "the reader closed the pipe";
    }
};

/// The descriptor, where it is the end of a pipe that is written to: poll() reports an error there
/// once nobody reads any more. Otherwise -1.
int pollable_pipe(int descriptor) noexcept;

/// A descriptor with a 64 KiB buffer before it. Nothing is written by the destructor: flush, and
/// learn whether it worked.
class Output {
  public:
    explicit Output(int descriptor, std::string name = "standard output");

    /// Adds bytes; writes when the buffer is full. Throws Error(local) or ClosedPipe.
    void write(ByteView bytes);
    void write(std::string_view text);

    /// Writes all that is buffered. Throws Error(local) or ClosedPipe.
    void flush();

    [[nodiscard]] bool has_pending() const noexcept { return !buffer_.empty(); }

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  private:
    int descriptor_;
    std::string name_;
    Bytes buffer_;
};

} // namespace mqttx::io
