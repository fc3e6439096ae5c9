// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/source.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

namespace mqttx::app {

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30U;

[[noreturn]] void
fail(const std::string& name, std::string_view text, acl::Span place, std::string_view what) {
    const auto at = acl::LineIndex{text}.position(place.begin);
    throw Error{
        ErrorKind::local,
        cat(name, ':', at.line, ':', at.column, ": ", what),
        "mqttx acl lint says more"};
}

} // namespace

void format_option(cli::Declaration& declare, std::optional<acl::Format>& format) {
    declare.choice(
        "--from",
        format,
        {{"mqttx", acl::Format::native},
         {"mosquitto", acl::Format::mosquitto},
         {"dynsec", acl::Format::dynsec}},
        "FORMAT",
        "the file's format: mqttx (TOML), mosquitto (acl_file) or dynsec (JSON); found out by "
        "default"
    );
}

std::string read_permissions(const std::string& path, int standard_input) {
    return io::read_text(path, largest_file, standard_input);
}

void require_readable(const std::string& name, const acl::AclFile& file) {
    if (const auto* line = file.refused_line()) {
        fail(name, file.text, line->text, "Mosquitto refuses this line");
    }
    if (!file.losses.empty()) {
        fail(name, file.text, file.losses.front().lost, "Mosquitto does not read what follows");
    }
}

void require_readable(const std::string& name, const acl::JsonDocument& document) {
    if (const auto* fault = document.error()) {
        fail(name, document.text, fault->span, fault->sentence());
    }
}

void require_readable(const std::string& name, const acl::NativeFile& file) {
    if (file.faults.empty()) {
        return;
    }
    const auto& fault = file.faults.front();
    const auto more = file.faults.size() - 1;
    fail(
        name,
        file.toml.text,
        fault.span,
        more == 0 ? fault.message : cat(fault.message, " (and ", counted(more, "more fault"), ')')
    );
}

} // namespace mqttx::app
