// SPDX-License-Identifier: Apache-2.0
#include "common/acl/cases.hpp"

#include "common/acl/json_string.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/topic/validity.hpp"

#include <array>
#include <utility>

namespace mqttx::acl {

namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view form = "user publish|receive|subscribe topic [qos] allow|deny|partly";

struct Word {
    Span span;
    std::string text;
    bool quoted = false;
};

template <typename Value, std::size_t count>
std::optional<Value>
named(const std::array<std::pair<std::string_view, Value>, count>& words, std::string_view word) {
    for (const auto& [name, value] : words) {
        if (name == word) {
            return value;
        }
    }
    return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, Operation>, 3> operations{
    {{"publish", Operation::publish},
     {"receive", Operation::receive},
     {"subscribe", Operation::subscribe}}};

constexpr std::array<std::pair<std::string_view, Answer>, 3> answers{
    {{"allow", Answer::allowed}, {"deny", Answer::denied}, {"partly", Answer::partly}}};

class Reader {
  public:
    explicit Reader(std::string_view text) : text_{text} {}

    CaseFile read() && {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        std::size_t at = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        while (at < text_.size()) {
            const auto end = std::min(text_.find('\n', at), text_.size());
            read_line(text_.substr(at, end - at));
            at = end + 1;
        }
        if (file_.cases.empty() && file_.faults.empty()) {
            fault({}, "no case stands in it");
        }
        return std::move(file_);
    }

  private:
    void read_line(std::string_view line) {
        if (line.starts_with('#')) {
            return;
        }
        line = line.substr(0, line.find_last_not_of(blanks) + 1);
        const auto words = words_of(line);
        if (!words || words->empty()) {
            return;
        }
        const Span whole{words->front().span.begin, span_of(line, text_).end};
        if (words->front().text.starts_with('#') && !words->front().quoted) {
            fault(whole, "a comment begins in the first column, a name with '#' in quotes");
        } else if (words->size() < 4 || words->size() > 5) {
            fault(whole, cat("a case is ", form, ", not ", counted(words->size(), "word")));
        } else {
            read_case(whole, *words);
        }
    }

    void read_case(Span whole, const std::vector<Word>& words) {
        const auto faults_before = file_.faults.size();
        Case result{.span = whole};
        read_user(result, words[0]);
        read_operation(result, words[1], words[2]);
        if (words.size() == 5) {
            read_qos(result, words[3]);
        }
        read_answer(result, words.back());
        if (file_.faults.size() == faults_before) {
            file_.cases.push_back(std::move(result));
        }
    }

    void read_user(Case& result, const Word& word) {
        if (word.text == "-" && !word.quoted) {
            return;
        }
        if (word.text.empty()) {
            fault(word.span, "a client without user name is written -");
        } else if (!is_mqtt_string(word.text)) {
            fault(word.span, "the user name is not UTF-8, or is longer than 65535 bytes");
        }
        result.user = word.text;
    }

    void read_operation(Case& result, const Word& word, const Word& topic) {
        const auto operation = named(operations, word.text);
        if (!operation) {
            fault(
                word.span,
                cat(in_quotes(word.text), " is no operation: publish, receive or subscribe")
            );
            return;
        }
        result.action.operation = *operation;
        const bool is_filter = *operation == Operation::subscribe;
        const auto wrong =
            is_filter ? topic::topic_filter_fault(topic.text) : topic::topic_name_fault(topic.text);
        if (wrong) {
            fault(
                topic.span,
                cat("bad topic ", is_filter ? "filter " : "", in_quotes(topic.text), ": ", *wrong)
            );
        }
        result.topic = topic.text;
    }

    void read_qos(Case& result, const Word& word) {
        if (word.text != "0" && word.text != "1" && word.text != "2") {
            fault(word.span, cat(in_quotes(word.text), " is no QoS: 0, 1 or 2"));
            return;
        }
        result.action.qos = word.text.front() - '0';
    }

    void read_answer(Case& result, const Word& word) {
        const auto answer = named(answers, word.text);
        if (!answer) {
            fault(word.span, cat(in_quotes(word.text), " is no answer: allow, deny or partly"));
        } else if (*answer == Answer::partly && result.action.operation != Operation::subscribe) {
            fault(word.span, "only a subscribe can be allowed partly: one topic is or is not");
        }
        result.expected = answer.value_or(Answer::denied);
    }

    /// None when a word is at fault.
    std::optional<std::vector<Word>> words_of(std::string_view line) {
        std::vector<Word> words;
        for (auto at = line.find_first_not_of(blanks); at < line.size();
             at = line.find_first_not_of(blanks, at)) {
            const auto word = line[at] == '"' ? quoted_word(line, at) : plain_word(line, at);
            if (!word) {
                return std::nullopt;
            }
            words.push_back(*word);
            at += word->span.size();
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

    void fault(Span span, std::string message) {
        file_.faults.push_back({span, std::move(message)});
    }

    std::string_view text_;
    CaseFile file_;
};

} // namespace

std::string_view case_word(Answer answer) noexcept {
    for (const auto& [word, meaning] : answers) {
        if (meaning == answer) {
            return word;
        }
    }
    return {};
}

CaseFile read_cases(std::string_view text) {
    return Reader{text}.read();
}

} // namespace mqttx::acl
