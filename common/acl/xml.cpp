// SPDX-License-Identifier: Apache-2.0
#include "common/acl/xml.hpp"

#include "common/base/text.hpp"

#include <expat.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>

namespace mqttx::acl {

namespace {

struct FreeParser {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};

using Parser = std::unique_ptr<XML_ParserStruct, FreeParser>;

bool is_utf8_by_name(std::string_view encoding) {
    std::string name{encoding};
    std::transform(name.begin(), name.end(), name.begin(), [](char byte) {
        return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    });
    return name == "UTF-8" || name == "US-ASCII";
}

class Reader {
  public:
    explicit Reader(std::string_view text) : parser_{XML_ParserCreate("UTF-8")} {
        if (parser_ == nullptr) {
            throw std::bad_alloc{};
        }
        document_.text = text;
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), &Reader::on_start, &Reader::on_end);
        XML_SetCharacterDataHandler(parser_.get(), &Reader::on_text);
        XML_SetXmlDeclHandler(parser_.get(), &Reader::on_declaration);
        XML_SetStartDoctypeDeclHandler(parser_.get(), &Reader::on_document_type);
    }

    XmlDocument run() && {
        constexpr std::size_t most_at_once = std::size_t{1} << 24U;
        auto rest = document_.text;
        auto status = XML_STATUS_OK;
        do {
            const auto part = rest.substr(0, most_at_once);
            rest.remove_prefix(part.size());
            status = XML_Parse(
                parser_.get(), part.data(), static_cast<int>(part.size()), rest.empty() ? 1 : 0
            );
        } while (status == XML_STATUS_OK && !rest.empty());
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        if (status != XML_STATUS_OK && !document_.fault) {
            set_fault(here(), XML_ErrorString(XML_GetErrorCode(parser_.get())));
        }
        for (; !open_.empty(); open_.pop_back()) { // of a text that breaks off
            auto& element = document_.elements[open_.back()];
            element.after = static_cast<std::uint32_t>(document_.elements.size());
        }
        return std::move(document_);
    }

  private:
    /// What the parser is at.
    [[nodiscard]] Span here() const {
        const auto size = document_.text.size();
        const auto index = XML_GetCurrentByteIndex(parser_.get());
        const auto begin = std::min(index < 0 ? size : static_cast<std::size_t>(index), size);
        const auto count =
            static_cast<std::size_t>(std::max(0, XML_GetCurrentByteCount(parser_.get())));
        return {
            static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(std::min(begin + count, size))};
    }

    void set_fault(Span span, std::string message) {
        if (!document_.fault) {
            document_.fault = XmlFault{span, std::move(message)};
        }
    }

    void stop(std::string message) {
        set_fault(here(), std::move(message));
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    void start(std::string_view name) {
        if (open_.size() == deepest_xml) {
            stop(cat("more than ", deepest_xml, " elements within each other"));
            return;
        }
        if (!open_.empty()) {
            document_.elements[open_.back()].has_children = true;
        }
        open_.push_back(static_cast<std::uint32_t>(document_.elements.size()));
        const auto tag = here();
        document_.elements.push_back({.name = std::string{name}, .span = tag, .tag = tag});
    }

    void end() {
        auto& element = document_.elements[open_.back()];
        element.span.end = std::max(element.span.end, here().end);
        element.after = static_cast<std::uint32_t>(document_.elements.size());
        open_.pop_back();
    }

    void add_text(std::string_view characters) {
        if (open_.empty()) {
            return;
        }
        auto& element = document_.elements[open_.back()];
        const auto place = here();
        if (element.text.empty()) {
            element.text_span.begin = place.begin;
        }
        element.text_span.end = std::max(element.text_span.end, place.end);
        element.text += characters;
    }

    /// Runs a callback; what it throws waits for the parser to return.
    template <typename Action> static void guarded(void* data, Action action) noexcept {
        auto& reader = *static_cast<Reader*>(data);
        try {
            if (!reader.thrown_ && !reader.document_.fault) {
                action(reader);
            }
        } catch (...) {
            reader.thrown_ = std::current_exception();
            XML_StopParser(reader.parser_.get(), XML_FALSE);
        }
    }

    static void XMLCALL
    on_start(void* data, const char* name, const char** /*attributes*/) noexcept {
        guarded(data, [&](Reader& reader) { reader.start(name); });
    }

    static void XMLCALL on_end(void* data, const char* /*name*/) noexcept {
        guarded(data, [](Reader& reader) { reader.end(); });
    }

    static void XMLCALL on_text(void* data, const char* text, int length) noexcept {
        guarded(data, [&](Reader& reader) {
            reader.add_text({text, static_cast<std::size_t>(length)});
        });
    }

    static void XMLCALL on_declaration(
        void* data, const char* /*version*/, const char* encoding, int /*standalone*/
    ) noexcept {
        guarded(data, [&](Reader& reader) {
            if (encoding != nullptr && !is_utf8_by_name(encoding)) {
                reader.stop(cat("text in ", in_quotes(encoding), ": only UTF-8 is read"));
            }
        });
    }

    static void XMLCALL on_document_type(
        void* data, const char* /*name*/, const char* /*system*/, const char* /*pub*/, int /*own*/
    ) noexcept {
        guarded(data, [](Reader& reader) {
            reader.stop("a document type declaration: it could define entities that grow without "
                        "end or name other files");
        });
    }

    Parser parser_;
    XmlDocument document_;
    std::vector<std::uint32_t> open_;
    std::exception_ptr thrown_;
};

} // namespace

XmlDocument read_xml(std::string_view text) {
    return Reader{text}.run();
}

} // namespace mqttx::acl
