// SPDX-License-Identifier: Apache-2.0
#include "common/acl/layout.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

constexpr auto npos = std::string_view::npos;

/// Writes the tokens of a TOML text that is known to be one with white space of our own.
class TomlLayout {
  public:
    explicit TomlLayout(std::string_view text) : text_{text} { out_.reserve(text.size() + 16); }

    std::string write() && {
        while (at_ < text_.size()) {
            step();
        }
        if (!out_.empty() && !out_.ends_with('\n')) {
            out_ += text_.find("\r\n") == npos ? "\n" : "\r\n";
        }
        return std::move(out_);
    }

  private:
    void step() {
        const auto byte = text_[at_];
        switch (byte) {
        case ' ':
        case '\t':
            ++at_;
            blank_ = true;
            return;
        case '\r':
        case '\n':
            put_line_end();
            return;
        case '#':
            put_comment();
            break;
        case '=':
            put_sign(" = ");
            break;
        case ',':
            put_sign(",");
            pending_ = " ";
            break;
        case '{':
            open('{', " ");
            break;
        case '[':
            open('[', "");
            break;
        case '}':
        case ']':
            close(byte);
            break;
        case '.':
            put_sign(".");
            break;
        default:
            put_word();
        }
        blank_ = false;
    }

    /// What stands between the last token and the next one; in front of the first of a line it
    /// shows how deep a list it is in.
    void begin_token(bool closes = false) {
        if (at_line_start_) {
            out_.append(4 * (depth_ - (closes && depth_ > 0 ? 1U : 0U)), ' ');
        } else {
            out_ += pending_;
        }
        at_line_start_ = false;
        pending_ = {};
    }

    void put_line_end() {
        const auto size = text_[at_] == '\r' ? 2U : 1U;
        out_ += text_.substr(at_, size);
        at_ += size;
        at_line_start_ = true;
        in_header_ = false;
        blank_ = false;
        pending_ = {};
    }

    void put_comment() {
        const auto end = std::min(text_.find('\n', at_), text_.size());
        auto comment = text_.substr(at_, end - at_);
        at_ += comment.size();
        while (comment.ends_with(' ') || comment.ends_with('\t') || comment.ends_with('\r')) {
            at_ -= comment.ends_with('\r') ? 1U : 0U;
            comment.remove_suffix(1);
        }
        pending_ = " ";
        begin_token();
        out_ += comment;
    }

    void put_sign(std::string_view sign) {
        ++at_;
        pending_ = {};
        begin_token();
        out_ += sign;
        after_word_ = false;
    }

    void open(char bracket, std::string_view behind) {
        in_header_ = in_header_ || (bracket == '[' && at_line_start_ && depth_ == 0);
        ++at_;
        begin_token();
        out_ += bracket;
        pending_ = behind;
        depth_ += in_header_ ? 0U : 1U;
        after_word_ = false;
    }

    void close(char bracket) {
        ++at_;
        const bool empty = bracket == '}' && out_.ends_with('{');
        pending_ = bracket == '}' && !empty ? " " : "";
        begin_token(true);
        out_ += bracket;
        depth_ -= depth_ > 0 ? 1U : 0U;
        after_word_ = false;
    }

    void put_word() {
        if (after_word_ && blank_) { // a date and its time
            pending_ = " ";
        }
        const auto begin = at_;
        const auto quote = text_[at_];
        if (quote == '"' || quote == '\'') {
            skip_string(quote);
        } else {
            at_ = std::min(text_.find_first_of(" \t\r\n=,.[]{}#\"'", at_), text_.size());
        }
        begin_token();
        out_ += text_.substr(begin, at_ - begin);
        after_word_ = true;
    }

    void skip_string(char quote) {
        const std::string three(3, quote);
        const bool multi_line = text_.substr(at_, 3) == three;
        at_ += multi_line ? 3U : 1U;
        while (at_ < text_.size()) {
            if (text_[at_] == '\\' && quote == '"') {
                at_ += 2;
            } else if (multi_line && text_.substr(at_, 3) == three) {
                at_ += 3;
                while (at_ < text_.size() && text_[at_] == quote) {
                    ++at_;
                }
                return;
            } else if (!multi_line && text_[at_] == quote) {
                ++at_;
                return;
            } else {
                ++at_;
            }
        }
        at_ = text_.size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string out_;
    std::string_view pending_;
    std::size_t depth_ = 0; ///< of the brackets that are open, but for a header's
    bool in_header_ = false;
    bool at_line_start_ = true;
    bool blank_ = false;
    bool after_word_ = false;
};

} // namespace

std::string canonical_layout(const NativeFile& file) {
    return TomlLayout{file.toml.text}.write();
}

} // namespace mqttx::acl
