// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/report.hpp"

#include "common/base/text.hpp"
#include "common/cli/program.hpp"
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
constexpr std::size_t check_width = 28;
constexpr std::size_t sentence_width = 40; ///< below that it gets lines of its own

/// Words in lines of so many columns; those after the first begin behind `indent`.
std::string broken(std::string_view text, std::size_t indent, std::size_t columns) {
    std::string out;
    std::size_t at = indent;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (at > indent && at + 1 + word.size() > columns) {
            out += cat('\n', std::string(indent, ' '));
            at = indent;
        }
        out += cat(at > indent ? " " : "", word);
        at += word.size() + (at > indent ? 1 : 0);
    }
    return out;
}

/// The sentence of a finding behind what is on its line already.
std::string sentence(const Finding& finding, std::size_t columns) {
    const auto text = io::escape_for_terminal(finding.text);
    constexpr auto beside = outcome_width + check_width;
    if (columns == 0 || beside + text.size() <= columns) {
        return text;
    }
    return columns >= beside + sentence_width
               ? broken(text, beside, columns)
               : cat('\n', std::string(outcome_width, ' '), broken(text, outcome_width, columns));
}

} // namespace

std::string json_line(const Finding& finding) {
    io::JsonWriter json;
    json.begin_object()
        .member("layer", finding.layer)
        .member("check", finding.check)
        .member("outcome", look_of(finding.outcome).word)
        .member("text", std::string_view{finding.text});
    if (!finding.fix.empty()) {
        json.member("fix", cli::in_own_name(finding.fix));
    }
    return json.end_object().text() + '\n';
}

std::string text_line(const Finding& finding, const Style& style) {
    const auto& look = look_of(finding.outcome);
    std::string line = padded(std::string{look.word}, outcome_width);
    if (style.color) {
        line = cat("\033[", look.color, 'm', line, "\033[0m");
    }
    line += padded(cat(finding.layer, ' ', finding.check), check_width);
    line += sentence(finding, style.columns);
    if (!finding.fix.empty()) {
        line += style.terminal ? cat("\n", std::string(outcome_width, ' ')) : "; ";
        line += cat("fix: ", io::escape_for_terminal(cli::in_own_name(finding.fix)));
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
