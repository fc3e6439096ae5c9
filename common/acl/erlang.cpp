// SPDX-License-Identifier: Apache-2.0
#include "common/acl/erlang.hpp"

#include "common/acl/erlang_lexer.hpp"
#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

using namespace erlang_parts;

class Reader {
  public:
    explicit Reader(std::string_view text) : lexer_{text} { document_.text = text; }

    ErlangDocument run() && {
        while (take().token != Token::end) {
            if (lexeme_.token == Token::dot) { // of a broken term, or with nothing in front of it
                fault(lexeme_.span, "a full stop with no term in front of it");
                continue;
            }
            const auto first = static_cast<std::uint32_t>(document_.nodes.size());
            const auto faults = document_.faults.size();
            read_form();
            if (document_.faults.size() != faults) {
                document_.nodes.resize(first);
            } else {
                document_.forms.push_back(first);
            }
        }
        return std::move(document_);
    }

  private:
    const Lexeme& take() {
        lexeme_ = lexer_.next();
        return lexeme_;
    }

    void fault(Span span, std::string message) {
        document_.faults.push_back({span, std::move(message)});
    }

    /// A term and its full stop; after a fault what follows up to the next full stop is left out.
    void read_form() {
        const auto begin = lexeme_.span;
        if (!read_term()) {
            skip_form();
            return;
        }
        take();
        if (lexeme_.token == Token::dot) {
            return;
        }
        if (lexeme_.token == Token::end) {
            fault(begin, "there is no full stop behind this term");
            return;
        }
        fault(lexeme_.span, "a full stop should stand here, behind the term");
        skip_form();
    }

    void skip_form() {
        while (lexeme_.token != Token::dot && lexeme_.token != Token::end) {
            take();
        }
    }

    /// Reads the term that begins with the token at hand; false after a fault.
    bool read_term() {
        open_.clear();
        while (take_value()) {
            const bool opened = !open_.empty() && open_.back() + 1 == document_.nodes.size();
            if (opened) {
                take();
                if (!is_end_of(open_.back())) {
                    continue;
                }
                close();
            }
            if (!end_value()) {
                return false;
            }
            if (open_.empty()) {
                return true;
            }
        }
        return false;
    }

    /// A value is whole: goes on to the next one, out of what ends with it.
    bool end_value() {
        while (!open_.empty()) {
            if (take().token == Token::comma) {
                take();
                return true;
            }
            if (!is_end_of(open_.back())) {
                const bool tuple = document_.nodes[open_.back()].kind == ErlangKind::tuple;
                return unexpected(
                    tuple ? "',' or '}' should stand here" : "',' or ']' should stand here"
                );
            }
            close();
        }
        return true;
    }

    [[nodiscard]] bool is_end_of(std::uint32_t node) const {
        return lexeme_.token == (document_.nodes[node].kind == ErlangKind::tuple
                                     ? Token::close_tuple
                                     : Token::close_list);
    }

    void close() {
        auto& node = document_.nodes[open_.back()];
        node.span.end = lexeme_.span.end;
        node.after = static_cast<std::uint32_t>(document_.nodes.size());
        open_.pop_back();
    }

    bool unexpected(std::string_view otherwise) {
        if (lexeme_.token == Token::other) {
            fault(lexeme_.span, cat(lexeme_.what, " is not expected here"));
        } else if (lexeme_.token == Token::end) {
            const auto node = open_.empty() ? lexeme_.span : document_.nodes[open_.back()].span;
            fault(
                {node.begin, node.begin + (open_.empty() ? 0U : 1U)},
                "the text ends within this term"
            );
        } else {
            fault(lexeme_.span, std::string{otherwise});
        }
        return false;
    }

    bool take_value() {
        switch (lexeme_.token) {
        case Token::open_tuple:
            return open(ErlangKind::tuple);
        case Token::open_list:
            return open(ErlangKind::list);
        case Token::open_binary:
            return take_binary();
        case Token::atom:
            add(ErlangKind::atom);
            return true;
        case Token::string:
            add(ErlangKind::string);
            return true;
        case Token::integer:
            add(ErlangKind::integer);
            return true;
        default:
            return unexpected("a term should stand here");
        }
    }

    bool open(ErlangKind kind) {
        if (open_.size() == deepest_erlang) {
            fault(lexeme_.span, cat("more than ", deepest_erlang, " terms within each other"));
            return false;
        }
        open_.push_back(static_cast<std::uint32_t>(document_.nodes.size()));
        document_.nodes.push_back({.span = lexeme_.span, .kind = kind});
        return true;
    }

    void add(ErlangKind kind) {
        const Span inner{lexeme_.span.begin + 1, lexeme_.span.end - 1};
        const auto written = lexeme_.span.in(document_.text);
        const bool quoted = written.starts_with('"') || written.starts_with('\'');
        const auto value = lexeme_.has_escapes
                               ? std::string_view{document_.owned.emplace_back(lexeme_.value)}
                           : quoted ? inner.in(document_.text)
                                    : written;
        document_.nodes.push_back(
            {.span = lexeme_.span,
             .after = static_cast<std::uint32_t>(document_.nodes.size() + 1),
             .kind = kind,
             .value = value}
        );
    }

    /// <<"text">> or <<"text"/utf8>>. Without /utf8 each character is one byte.
    bool take_binary() {
        const auto begin = lexeme_.span.begin;
        if (take().token != Token::string) {
            return unexpected("a string should stand here");
        }
        const auto text = lexeme_;
        add(ErlangKind::string);
        bool is_utf8 = false;
        if (take().token == Token::slash) {
            is_utf8 = take().token == Token::atom && lexeme_.value == "utf8";
            if (!is_utf8) {
                return unexpected("'utf8' should stand here");
            }
            take();
        }
        if (lexeme_.token != Token::close_binary) {
            return unexpected("'>>' should stand here");
        }
        const bool plain = std::all_of(text.value.begin(), text.value.end(), [](char byte) {
            return static_cast<unsigned char>(byte) < 0x80;
        });
        if (!plain && !is_utf8) {
            fault(text.span, "these letters are cut to single bytes: write <<\"...\"/utf8>>");
            return false;
        }
        document_.nodes.back().span = {begin, lexeme_.span.end};
        return true;
    }

    Lexer lexer_;
    Lexeme lexeme_;
    ErlangDocument document_;
    std::vector<std::uint32_t> open_;
};

} // namespace

ErlangDocument read_erlang(std::string_view text) {
    return Reader{text}.run();
}

std::optional<int> ErlangTerm::number() const noexcept {
    if (kind() != ErlangKind::integer) {
        return std::nullopt;
    }
    int number = 0;
    for (const char digit : source()) {
        number = number * 10 + (digit - '0');
    }
    return number;
}

std::vector<ErlangTerm> ErlangTerm::elements() const {
    std::vector<ErlangTerm> all;
    if (kind() == ErlangKind::tuple || kind() == ErlangKind::list) {
        for (auto at = index_ + 1; at < node().after; at = document_->nodes[at].after) {
            all.emplace_back(*document_, at);
        }
    }
    return all;
}

} // namespace mqttx::acl
