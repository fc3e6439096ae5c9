// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace mqttx::pki {

/// Why a certificate is no longer good; the numbers are those of RFC 5280 section 5.3.1. Hold is
/// left out: what was revoked here stays revoked.
enum class Reason {
    unspecified = 0,
    key_compromise = 1,
    ca_compromise = 2,
    affiliation_changed = 3,
    superseded = 4,
    cessation_of_operation = 5,
    privilege_withdrawn = 9
};

struct ReasonName {
    Reason reason;
    std::string_view name; ///< as RFC 5280 spells it
};

inline constexpr std::array<ReasonName, 7> reason_names{
    {{Reason::unspecified, "unspecified"},
     {Reason::key_compromise, "keyCompromise"},
     {Reason::ca_compromise, "cACompromise"},
     {Reason::affiliation_changed, "affiliationChanged"},
     {Reason::superseded, "superseded"},
     {Reason::cessation_of_operation, "cessationOfOperation"},
     {Reason::privilege_withdrawn, "privilegeWithdrawn"}}};

constexpr std::string_view name_of(Reason reason) noexcept {
    for (const ReasonName& each : reason_names) {
        if (each.reason == reason) {
            return each.name;
        }
    }
    return "unspecified";
}

constexpr std::optional<Reason> reason_named(std::string_view name) noexcept {
    for (const ReasonName& each : reason_names) {
        if (each.name == name) {
            return each.reason;
        }
    }
    return std::nullopt;
}

} // namespace mqttx::pki
