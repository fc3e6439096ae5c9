// SPDX-License-Identifier: Apache-2.0
#include "common/acl/directions.hpp"

#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

class Reader {
  public:
    Directions read(std::string_view text) && {
        for (const auto& line : word_lines(text, read_.faults)) {
            read_line(line);
        }
        if (read_.faults.empty() && (read_.commands.empty() || read_.telemetry.empty())) {
            fault(
                {},
                cat("no line says ", read_.commands.empty() ? "command" : "telemetry", " FILTER")
            );
        }
        std::stable_sort(
            read_.faults.begin(),
            read_.faults.end(),
            [](const LineFault& a, const LineFault& b) { return a.span.begin < b.span.begin; }
        );
        return std::move(read_);
    }

  private:
    void read_line(const WordLine& line) {
        const auto& direction = line.words.front();
        const bool is_command = direction.text == "command";
        if (!is_command && direction.text != "telemetry") {
            fault(
                direction.span,
                cat(in_quotes(direction.text), " is no direction: command or telemetry")
            );
        } else if (line.words.size() != 2) {
            fault(line.span, cat("one topic filter must follow ", direction.text));
        } else {
            add(is_command, {line.span, line.words.back().text}, line.words.back().span);
        }
    }

    void add(bool is_command, Direction direction, Span place) {
        const auto& filter = direction.filter;
        if (const auto wrong = topic::topic_filter_fault(filter)) {
            fault(place, cat("bad topic filter ", in_quotes(filter), ": ", *wrong));
            return;
        }
        const auto& others = is_command ? read_.telemetry : read_.commands;
        for (const auto& other : others) {
            if (const auto both = topic::meet(filter, other.filter)) {
                fault(place, cat(in_quotes(*both), " would be both command and telemetry"));
                return;
            }
        }
        (is_command ? read_.commands : read_.telemetry).push_back(std::move(direction));
    }

    void fault(Span span, std::string message) {
        read_.faults.push_back({span, std::move(message)});
    }

    Directions read_;
};

} // namespace

Directions read_directions(std::string_view text) {
    return Reader{}.read(text);
}

} // namespace mqttx::acl
