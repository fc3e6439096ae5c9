// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csetjmp>
#include <optional>

struct mosquitto;

namespace mqttx::mqtt {

/// Calls a function of libmosquitto and survives its assertions. Debian builds the library with
/// them, and one can be made to fail by anybody it reads from: a property that MQTT 5 does not
/// define ends every program that uses 2.0.11. Answers none when an assertion failed; the handle
/// must not be used any more then, and not be destroyed either (it may be locked).
std::optional<int> call_guarded(int (*call)(mosquitto*), mosquitto* handle);

/// While it lives, assertions end the process as ever: for our own code below the library's, whose
/// destructors nobody may jump over.
class GuardPause {
  public:
    GuardPause() noexcept;
    GuardPause(const GuardPause&) = delete;
    GuardPause& operator=(const GuardPause&) = delete;
    ~GuardPause();

  private:
    std::jmp_buf* paused_;
};

} // namespace mqttx::mqtt
