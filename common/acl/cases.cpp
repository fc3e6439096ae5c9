// SPDX-License-Identifier: Apache-2.0
#include "common/acl/cases.hpp"

#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::acl {

namespace {

constexpr std::string_view form = "user publish|receive|subscribe topic [qos] allow|deny|partly";

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
        for (const auto& line : word_lines(text_, file_.faults)) {
            if (line.words.size() < 4 || line.words.size() > 5) {
                fault(
                    line.span, cat("a case is ", form, ", not ", counted(line.words.size(), "word"))
                );
            } else {
                read_case(line.span, line.words);
            }
        }
        if (file_.cases.empty() && file_.faults.empty()) {
            fault({}, "no case stands in it");
        }
        std::stable_sort(
            file_.faults.begin(),
            file_.faults.end(),
            [](const LineFault& a, const LineFault& b) { return a.span.begin < b.span.begin; }
        );
        return std::move(file_);
    }

  private:
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
