// SPDX-License-Identifier: Apache-2.0
#include "common/acl/words.hpp"

#include "common/acl/json_string.hpp"

#include <algorithm>
#include <optional>

namespace mqttx::acl {

namespace {

constexpr std::string_view blanks = " \t\r";

class Reader {
  public:
    Reader(std::string_view text, std::vector<LineFault>& faults) : text_{text}, faults_{faults} {}

    std::vector<WordLine> read() && {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        std::size_t at = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        while (at < text_.size()) {
            const auto end = std::min(text_.find('\n', at), text_.size());
            read_line(text_.substr(at, end - at));
            at = end + 1;
        }
        return std::move(lines_);
    }

  private:
    void read_line(std::string_view line) {
        if (line.starts_with('#')) {
            return;
        }
        line = line.substr(0, line.find_last_not_of(blanks) + 1);
        auto words = words_of(line);
        if (!words || words->empty()) {
            return;
        }
        const Span whole{words->front().span.begin, span_of(line, text_).end};
        if (words->front().text.starts_with('#') && !words->front().quoted) {
            fault(whole, "a comment begins in the first column, a name with '#' in quotes");
        } else {
            lines_.push_back({whole, std::move(*words)});
        }
    }

    /// None when a word is at fault.
    std::optional<std::vector<Word>> words_of(std::string_view line) {
        std::vector<Word> words;
        for (auto at = line.find_first_not_of(blanks); at < line.size();
             at = line.find_first_not_of(blanks, at)) {
            auto word = line[at] == '"' ? quoted_word(line, at) : plain_word(line, at);
            if (!word) {
                return std::nullopt;
            }
            at += word->span.size();
            words.push_back(std::move(*word));
        }
        return words;
    }

    std::optional<Word> plain_word(std::string_view line, std::size_t at) const {
        const auto word = line.substr(at, line.find_first_of(blanks, at) - at);
        return Word{span_of(word, text_), std::string{word}};
    }

    std::optional<Word> quoted_word(std::string_view line, std::size_t at) {
        std::vector<JsonFault> wrong;
        const auto scan = json_string::scan(line, at, wrong);
        const auto word = line.substr(at, scan.end - at);
        const auto span = span_of(word, text_);
        if (!scan.closed) {
            fault(span, "a word in quotes has no end");
        } else if (!wrong.empty()) {
            fault(span, std::string{wrong.front().sentence()});
        } else if (scan.end < line.size() && blanks.find(line[scan.end]) == blanks.npos) {
            fault(span, "a blank must follow a word in quotes");
        } else {
            return Word{span, json_string::decode(word.substr(1, word.size() - 2)), true};
        }
        return std::nullopt;
    }

    void fault(Span span, std::string message) { faults_.push_back({span, std::move(message)}); }

    std::string_view text_;
    std::vector<LineFault>& faults_;
    std::vector<WordLine> lines_;
};

} // namespace

std::vector<WordLine> word_lines(std::string_view text, std::vector<LineFault>& faults) {
    return Reader{text, faults}.read();
}

} // namespace mqttx::acl
