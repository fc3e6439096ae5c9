// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file.hpp"

#include "common/topic/validity.hpp"

#include <algorithm>
#include <optional>

namespace mqttx::acl {

namespace {

/// White space of the C locale: what the broker strips from both ends.
constexpr std::string_view white_space = " \t\n\v\f\r";
constexpr auto npos = std::string_view::npos;

std::string_view without_trailing_space(std::string_view text) {
    return text.substr(0, text.find_last_not_of(white_space) + 1);
}

std::string_view without_leading(std::string_view text, std::string_view stripped) {
    text.remove_prefix(std::min(text.find_first_not_of(stripped), text.size()));
    return text;
}

/// Takes the next word; words end at a space and at nothing else.
std::string_view take_word(std::string_view& rest) {
    rest = without_leading(rest, " ");
    const auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    return word;
}

/// All that follows a word, as one value.
std::string_view value_after_word(std::string_view rest) {
    return without_leading(rest, white_space);
}

std::optional<Access> access_named(std::string_view word) {
    if (word == "read") {
        return Access::read;
    }
    if (word == "write") {
        return Access::write;
    }
    if (word == "readwrite") {
        return Access::readwrite;
    }
    return word == "deny" ? std::optional{Access::deny} : std::nullopt;
}

bool is_bad_topic(std::string_view topic) {
    return topic.size() > longest_topic ||
           std::count(topic.begin(), topic.end(), '/') > std::ptrdiff_t{most_slashes} ||
           topic::misplaced_wildcard(topic).has_value();
}

class LineReader {
  public:
    explicit LineReader(std::string_view text) : text_{text} {}

    AclLine read(std::string_view line) {
        line_ = AclLine{};
        line = without_trailing_space(line);
        line_.text = span_of(line, text_);
        if (line.starts_with('#')) {
            line_.kind = LineKind::comment;
        } else if (!line.empty()) {
            read_statement(line);
        }
        return line_;
    }

  private:
    void read_statement(std::string_view rest) {
        const auto keyword = take_word(rest);
        line_.keyword = span_of(keyword, text_);
        if (keyword == "topic" || keyword == "pattern") {
            line_.kind = keyword == "topic" ? LineKind::topic : LineKind::pattern;
            read_rule(rest);
        } else if (keyword == "user") {
            line_.kind = LineKind::user;
            read_user(rest);
        } else {
            line_.kind = LineKind::unknown;
            line_.refusal = Refusal::unknown_keyword;
        }
    }

    void read_user(std::string_view rest) {
        const auto name = value_after_word(rest);
        line_.value = span_of(name, text_);
        if (name.empty()) {
            line_.refusal = Refusal::no_user_name;
        }
    }

    void read_rule(std::string_view rest) {
        const auto word = take_word(rest);
        const auto topic = value_after_word(rest);
        if (topic.empty()) { // one word alone is the topic, whatever it says
            read_topic(word);
            return;
        }
        line_.access_word = span_of(word, text_);
        const auto access = access_named(word);
        line_.access = access.value_or(Access::readwrite);
        read_topic(topic);
        if (!access) {
            line_.refusal = Refusal::unknown_access;
        }
    }

    void read_topic(std::string_view topic) {
        line_.value = span_of(topic, text_);
        if (topic.empty()) {
            line_.refusal = Refusal::no_topic;
        } else if (is_bad_topic(topic)) {
            line_.refusal = Refusal::bad_topic;
        }
    }

    std::string_view text_;
    AclLine line_;
};

} // namespace

const AclLine* AclFile::refused_line() const noexcept {
    const auto refused = std::find_if(lines.begin(), lines.end(), [](const AclLine& line) {
        return line.refusal != Refusal::none;
    });
    return refused == lines.end() ? nullptr : &*refused;
}

AclFile read_acl_file(std::string_view text) {
    AclFile file{text, {}, {}};
    MosquittoLines lines{text};
    LineReader reader{text};
    file.lines.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
    while (const auto line = lines.next()) {
        file.lines.push_back(reader.read(*line));
    }
    file.losses = lines.losses();
    return file;
}

} // namespace mqttx::acl
