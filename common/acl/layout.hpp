// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/json.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/policy.hpp"

#include <string>

namespace mqttx::acl {

/// The format of a file by what stands in it: JSON begins with a brace, XML with '<', a rule of
/// EMQX with a brace and its first word, and no line of an acl_file does.
Format detect_format(std::string_view text) noexcept;

/// The file in its canonical layout: one space between words, none around a line, a line end at the
/// end. Comments, order, the kind of line ends and every word are kept, and a line that would say
/// something else afterwards is left alone. The file must be one the broker takes and reads whole.
std::string canonical_layout(const AclFile& file);

/// A native file with one blank around each '=' and within braces, behind each comma, none around
/// keys and at the ends of lines, none in front of them outside of lists. Comments, order, blank
/// lines, quotes and line ends are kept. The file must be without faults.
std::string canonical_layout(const NativeFile& file);

/// JSON as Mosquitto itself writes it (a member a line, tabs), so that the broker's next change
/// shows as that change alone. Every token, their order and the kind of line ends are kept. The
/// document must be without errors.
std::string canonical_layout(const JsonDocument& document);

} // namespace mqttx::acl
