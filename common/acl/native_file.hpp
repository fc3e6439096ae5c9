// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/audience.hpp"
#include "common/acl/finding.hpp"
#include "common/acl/policy.hpp"
#include "common/acl/toml.hpp"

#include <string_view>
#include <vector>

/// The native permission file, format = "mqttx-acl/1" (TOML).
namespace mqttx::acl {

inline constexpr std::string_view native_format = "mqttx-acl/1";

/// A topic of a rule, with its place.
struct NativeTopic {
    std::string_view filter;
    Span span; ///< quotes included
};

/// A [[rule]] that was understood as a whole.
struct NativeRule {
    std::uint32_t node = 0; ///< its table in the document
    std::string_view id{};  ///< empty: none
    Span span{};            ///< from its header to its last value
    Span id_span{};         ///< of the value; without an id the header
    Span subject_span{};    ///< of the value
    Span qos_span{};        ///< of the value; empty: none
    Effect effect = Effect::allow;
    bool publish = false;
    bool subscribe = false;
    std::uint8_t qos = 0b111;
    RetainRule retain = RetainRule::any;
    ShareRule share = ShareRule::never;
    std::vector<std::string_view> groups{}; ///< of ShareRule::groups
    std::vector<Conjunction> subject{};
    std::vector<NativeTopic> topics{};
};

struct NativeRole {
    std::string_view name;
    Span span; ///< its key
    std::vector<Conjunction> members{};
    std::vector<Span> member_spans{};
};

/// A native file as it was read. What is wrong with it, as findings of severity error with the ids
/// of lint rules, in the order of the text: with any of them the file says nothing.
struct NativeFile {
    TomlDocument toml;
    std::vector<NativeRole> roles;
    std::vector<NativeRule> rules; ///< those without faults
    std::vector<Finding> faults;
};

/// Reads any bytes (less than 4 GiB), which must outlive the file.
NativeFile read_native(std::string_view text);

/// What a file without faults means: a section for each rule, in order. The file must outlive it;
/// of one that is given away only the text it was read from.
Policy policy_of(const NativeFile& file);
Policy policy_of(NativeFile&& file);

/// Whether a text looks like a native file rather than one of another format: its first line that
/// is neither blank nor a comment sets a key or begins a table.
bool looks_native(std::string_view text) noexcept;

} // namespace mqttx::acl
