// SPDX-License-Identifier: Apache-2.0
#include "common/cli/diagnostics.hpp"

#include "common/base/text.hpp"
#include "common/cli/exit_code.hpp"
#include "common/cli/program.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/streams.hpp"
#include "common/io/terminal.hpp"

#include <unistd.h>

namespace mqttx::cli {

namespace {

/// One write per diagnostic, so that lines of several processes do not mix. A broken standard error
/// changes nothing.
void write_once(int descriptor, std::string_view text) {
    [[maybe_unused]] const auto written = ::write(descriptor, text.data(), text.size());
}

std::string_view color_of(std::string_view level) {
    if (level == "error") {
        return "\x1b[1;31m";
    }
    if (level == "warning") {
        return "\x1b[1;33m";
    }
    return "\x1b[1;36m";
}

void add_if_present(io::JsonWriter& json, std::string_view name, std::string_view value) {
    if (!value.empty()) {
        json.member(name, value);
    }
}

} // namespace

bool Diagnostics::colors(int descriptor) const noexcept {
    return settings_.color == ColorMode::always ||
           (settings_.color == ColorMode::automatic && io::is_terminal(descriptor));
}

void Diagnostics::error(const Error& fault) {
    if (settings_.quiet) {
        return;
    }
    if (settings_.format == LogFormat::json) {
        say_json("error", fault.what(), fault.hint(), &fault);
    } else {
        say("error", fault.what(), fault.hint());
    }
}

void Diagnostics::warning(std::string_view text, std::string_view hint) {
    if (settings_.quiet) {
        return;
    }
    settings_.format == LogFormat::json ? say_json("warning", text, hint, nullptr)
                                        : say("warning", text, hint);
}

void Diagnostics::note(std::string_view text) {
    if (settings_.quiet) {
        return;
    }
    settings_.format == LogFormat::json ? say_json("note", text, {}, nullptr)
                                        : say("note", text, {});
}

void Diagnostics::plain(std::string_view text) {
    if (!settings_.quiet) {
        write_once(descriptor_, text);
    }
}

void Diagnostics::say(std::string_view level, std::string_view text, std::string_view hint) {
    const bool colored = colors(descriptor_);
    const auto line = [&](std::string_view label, std::string_view words) {
        const auto shown = io::escape_for_terminal(words);
        return colored ? cat(program_name, ": ", color_of(label), label, ":\x1b[0m ", shown, '\n')
                       : cat(program_name, ": ", label, ": ", shown, '\n');
    };
    auto lines = line(level, text);
    if (!hint.empty()) {
        lines += line("hint", in_own_name(hint));
    }
    write_once(descriptor_, lines);
}

void Diagnostics::say_json(
    std::string_view level, std::string_view text, std::string_view hint, const Error* fault
) {
    io::JsonWriter json;
    json.begin_object().member("level", level);
    if (fault != nullptr) {
        json.member("class", class_word(fault->kind()));
        json.member("code", static_cast<int>(exit_code(fault->kind())));
    }
    json.member("message", text);
    add_if_present(json, "hint", in_own_name(hint));
    if (fault != nullptr) {
        const auto& facts = fault->facts();
        if (facts.mqtt_reason) {
            json.member("mqtt_reason", *facts.mqtt_reason);
        }
        add_if_present(json, "reason_string", facts.reason_string);
        add_if_present(json, "tls_alert", facts.tls_alert);
        add_if_present(json, "x509_error", facts.x509_error);
        add_if_present(json, "reason", facts.payload_reason);
    }
    json.end_object();
    write_once(descriptor_, json.text() + '\n');
}

} // namespace mqttx::cli
