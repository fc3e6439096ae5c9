// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/report.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::doctor {

namespace {

struct OutcomeLook {
    std::string_view word;
    std::string_view color; ///< SGR parameter
};

constexpr std::array<OutcomeLook, 4> looks{
    OutcomeLook{"ok", "32"},
    OutcomeLook{"warn", "33"},
    OutcomeLook{"fail", "1;31"},
    OutcomeLook{"not tested", "2"}};

const OutcomeLook& look_of(Outcome outcome) {
    return looks[static_cast<std::size_t>(outcome)];
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

constexpr std::size_t outcome_width = 12;
constexpr std::size_t check_width = 26;

} // namespace

std::string json_line(const Finding& finding) {
    io::JsonWriter json;
    json.begin_object()
        .member("layer", finding.layer)
        .member("check", finding.check)
        .member("outcome", look_of(finding.outcome).word)
        .member("text", std::string_view{finding.text});
    if (!finding.fix.empty()) {
        json.member("fix", std::string_view{finding.fix});
    }
    return json.end_object().text() + '\n';
}

std::string text_line(const Finding& finding, const Style& style) {
    const auto& look = look_of(finding.outcome);
    std::string line = padded(std::string{look.word}, outcome_width);
    if (style.color) {
        line = cat("\033[", look.color, 'm', line, "\033[0m");
    }
    line += padded(cat(finding.layer, ' ', finding.check), check_width) + "  ";
    line += io::escape_for_terminal(finding.text);
    if (!finding.fix.empty()) {
        line += style.terminal ? cat("\n", std::string(outcome_width, ' ')) : "; ";
        line += cat("fix: ", io::escape_for_terminal(finding.fix));
    }
    return line + '\n';
}

void Report::add(const Finding& finding) {
    ++counts_[static_cast<std::size_t>(finding.outcome)];
    out_.write(style_.json ? json_line(finding) : text_line(finding, style_));
    out_.flush(); // the next check may take seconds
}

void Report::add(const Findings& findings) {
    for (const auto& finding : findings) {
        add(finding);
    }
}

void Report::finish() {
    if (!style_.json) {
        out_.write(
            cat(count(Outcome::ok),
                " ok, ",
                count(Outcome::warn),
                " warn, ",
                count(Outcome::fail),
                " fail, ",
                count(Outcome::untested),
                " not tested\n")
        );
    }
    out_.flush();
}

} // namespace mqttx::app::doctor
