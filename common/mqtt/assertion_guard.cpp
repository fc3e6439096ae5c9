// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/assertion_guard.hpp"

#include <dlfcn.h>

#include <utility>

namespace mqttx::mqtt {

namespace {

/// Where a failed assertion continues; null: nowhere.
std::jmp_buf* landing = nullptr; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

} // namespace

std::optional<int> call_guarded(int (*call)(mosquitto*), mosquitto* handle) {
    std::jmp_buf here;
    std::jmp_buf* const outer = landing;
    // Only frames of C lie between here and there: see GuardPause. NOLINTNEXTLINE(cert-err52-cpp)
    if (setjmp(here) != 0) {
        landing = outer;
        return std::nullopt;
    }
    landing = &here;
    const int result = call(handle);
    landing = outer;
    return result;
}

GuardPause::GuardPause() noexcept : paused_{std::exchange(landing, nullptr)} {}

GuardPause::~GuardPause() {
    landing = paused_;
}

namespace {

using AssertFail = void (*)(const char*, const char*, unsigned, const char*);

void land() {
    if (landing != nullptr) {
        std::longjmp(*landing, 1); // NOLINT(cert-err52-cpp)
    }
}

} // namespace

} // namespace mqttx::mqtt

/// Takes the place of the C library's function, for everybody in the process (a program's symbols
/// go before those of its shared libraries).
extern "C" [[noreturn]] void __assert_fail( // NOLINT(bugprone-reserved-identifier)
    const char* what,
    const char* file,
    unsigned line,
    const char* function
) noexcept {
    mqttx::mqtt::land();
    const auto next =
        reinterpret_cast<mqttx::mqtt::AssertFail>(::dlsym(RTLD_NEXT, "__assert_fail"));
    next(what, file, line, function);
    __builtin_unreachable();
}
