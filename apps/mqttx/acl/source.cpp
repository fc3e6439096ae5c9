// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/source.hpp"

#include "common/acl/acl_file_policy.hpp"
#include "common/acl/dynsec_policy.hpp"
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

void require_none(
    const std::string& name, std::string_view text, const std::vector<acl::Finding>& faults
) {
    if (faults.empty()) {
        return;
    }
    const auto& fault = faults.front();
    const auto more = faults.size() - 1;
    fail(
        name,
        text,
        fault.span,
        more == 0 ? fault.message : cat(fault.message, " (and ", counted(more, "more fault"), ')')
    );
}

} // namespace

void format_option(cli::Declaration& declare, std::optional<acl::Format>& format) {
    declare.choice(
        "--from",
        format,
        {{"mqttx", acl::Format::native},
         {"mosquitto", acl::Format::mosquitto},
         {"dynsec", acl::Format::dynsec},
         {"emqx", acl::Format::emqx},
         {"hivemq", acl::Format::hivemq}},
        "FORMAT",
        "the file's format: mqttx (TOML), mosquitto (acl_file), dynsec (JSON), emqx (acl.conf) or "
        "hivemq (XML); found out by default"
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
    require_none(name, file.toml.text, file.faults);
}

void require_readable(const std::string& name, const acl::EmqxFile& file) {
    require_none(name, file.document.text, file.faults);
}

void require_readable(const std::string& name, const acl::HivemqFile& file) {
    require_none(name, file.document.text, file.faults);
}

acl::Policy read_policy(const std::string& name, std::string_view text, acl::Format format) {
    const auto checked = [&](auto file) {
        require_readable(name, file);
        return acl::policy_of(std::move(file));
    };
    switch (format) {
    case acl::Format::native:
        return checked(acl::read_native(text));
    case acl::Format::emqx:
        return checked(acl::read_emqx(text));
    case acl::Format::hivemq:
        return checked(acl::read_hivemq(text));
    case acl::Format::dynsec: {
        const auto read = acl::read_dynsec(text);
        require_readable(name, read.document);
        return acl::policy_of(read);
    }
    default:
        return checked(acl::read_acl_file(text));
    }
}

acl::Policy policy_in(std::string_view text, acl::Format format) {
    switch (format) {
    case acl::Format::native:
        return acl::policy_of(acl::read_native(text));
    case acl::Format::emqx:
        return acl::policy_of(acl::read_emqx(text));
    case acl::Format::hivemq:
        return acl::policy_of(acl::read_hivemq(text));
    case acl::Format::dynsec:
        return acl::policy_of(acl::read_dynsec(text));
    default:
        return acl::policy_of(acl::read_acl_file(text));
    }
}

} // namespace mqttx::app
