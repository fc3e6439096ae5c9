// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace mqttx::mqtt {

/// An address to connect to, in digits.
struct Address {
    std::string digits;
    bool loopback; ///< 127.0.0.0/8 or ::1
};

/// Looks a host name up without blocking: getaddrinfo would hold the program past any deadline. A
/// lookup that is given up goes on in the C library and is forgotten.
class Resolver {
  public:
    Resolver() = default;
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    ~Resolver();

    /// Begins; an address in digits is its own answer, and localhost needs none.
    void start(const std::string& host);

    [[nodiscard]] bool is_done() const noexcept;

    /// Readable when the answer is there; -1 when none is awaited.
    [[nodiscard]] int descriptor() const noexcept;

    /// The addresses in the system's order of preference, once is_done(); empty when there are
    /// none, or when the lookup failed.
    [[nodiscard]] std::vector<Address> addresses() const;

    /// Why there is no address, in the C library's words.
    [[nodiscard]] std::string fault() const;

  private:
    struct Lookup;
    Lookup* lookup_ = nullptr;   ///< shared with the C library while it works
    std::vector<Address> known_; ///< without asking anybody
    int fault_ = 0;              ///< EAI_*, when the lookup could not even begin
};

} // namespace mqttx::mqtt
