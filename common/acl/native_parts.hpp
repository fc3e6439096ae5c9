// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/native_file.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The parts that the native reader is made of; for common/acl alone.
namespace mqttx::acl::native_parts {

/// Values of a native file as they are looked at, and the faults found by it.
class Values {
  public:
    explicit Values(NativeFile& file) : file_{file}, toml_{file.toml} {}

    Finding& fail(std::string_view id, Span span, std::string message, std::string help = {});

    /// Faults for the keys of a table that are none of these. False when there is one.
    bool require_keys(std::uint32_t table, std::span<const std::string_view> known);

    bool require_keys(std::uint32_t table, std::initializer_list<std::string_view> known) {
        return require_keys(table, std::span{known.begin(), known.size()});
    }

    /// The value of a key; no_node with a fault when it is missing.
    std::uint32_t require(std::uint32_t table, std::string_view key);

    /// The value of a string that is not empty; none with a fault.
    std::optional<std::string_view> text(std::uint32_t node);

    /// A string, or strings in an array that is not empty: calls `visit(node, text)` for each.
    /// False with a fault when one of them is something else.
    template <typename Visit> bool texts(std::uint32_t node, Visit visit) {
        if (toml_[node].kind != TomlKind::array) {
            const auto one = text(node);
            return one && visit(node, *one);
        }
        if (toml_[node].count == 0) {
            fail("A029", toml_[node].span, "an empty list", "leave out what it belongs to");
            return false;
        }
        bool good = true;
        toml_.each(node, [&](std::uint32_t at) {
            const auto one = text(at);
            good = one && visit(at, *one) && good;
        });
        return good;
    }

    /// The number among the words that a string is; none with a fault.
    std::optional<std::size_t>
    word(std::uint32_t node, std::initializer_list<std::string_view> words);

    NativeFile& file() noexcept { return file_; }

    [[nodiscard]] const TomlDocument& toml() const noexcept { return toml_; }

  private:
    NativeFile& file_;
    const TomlDocument& toml_;
};

/// A subject: a table or an array of tables. None with a fault.
std::optional<std::vector<Conjunction>> read_subject(Values& values, std::uint32_t node);

/// The tests of one table.
std::optional<Conjunction> read_conjunction(Values& values, std::uint32_t node);

/// Reads a [[rule]] into the file, or faults.
void read_rule(Values& values, std::uint32_t table);

/// Numbers the roles that subjects and members speak of; faults for those that are nowhere or
/// members of themselves.
void resolve_roles(Values& values);

/// Whether a text may be the topic of a rule; false with a fault.
bool require_topic(Values& values, std::uint32_t node, std::string_view topic);

} // namespace mqttx::acl::native_parts
