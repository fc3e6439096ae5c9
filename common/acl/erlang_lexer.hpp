// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/erlang.hpp"

namespace mqttx::acl::erlang_parts {

enum class Token : std::uint8_t {
    end,
    dot, ///< a full stop with white space, a comment or the end behind it
    open_tuple,
    close_tuple,
    open_list,
    close_list,
    open_binary,
    close_binary,
    comma,
    atom,
    integer,
    string,
    slash,
    other ///< anything else; `what` says what it is
};

struct Lexeme {
    Token token = Token::end;
    Span span{};
    std::string value{};      ///< of an atom or string
    bool has_escapes = false; ///< the value is not what stands between the quotes
    std::string_view what{};  ///< of Token::other: as the object of a sentence
};

/// Cuts a text into the tokens of Erlang, comments and white space left out.
class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_{text} {}

    Lexeme next();

  private:
    void skip_space();
    [[nodiscard]] Lexeme token(Token kind, std::size_t length);
    Lexeme word();
    Lexeme digits();
    Lexeme quoted(char quote);
    Lexeme unusual();
    bool escape(std::string& value);

    [[nodiscard]] char at(std::size_t offset) const noexcept {
        return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace mqttx::acl::erlang_parts
