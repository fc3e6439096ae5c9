// SPDX-License-Identifier: Apache-2.0
#include "common/cose/headers.hpp"

#include "common/cose/cbor_reader.hpp"

#include <span>
#include <tuple>

namespace mqttx::cose {

namespace {

using Fault = std::optional<std::string_view>;

/// Labels of RFC 9052 section 3.1 and RFC 9597.
namespace label {
constexpr std::int64_t algorithm = 1;
constexpr std::int64_t critical = 2;
constexpr std::int64_t content_type = 3;
constexpr std::int64_t kid = 4;
constexpr std::int64_t iv = 5;
constexpr std::int64_t partial_iv = 6;
constexpr std::int64_t claims = 15;
constexpr std::int64_t ephemeral_key = -1; // of a recipient, RFC 9053 section 6.3
constexpr std::int64_t salt = -20;         // of a recipient, as all to -26
constexpr std::int64_t will = will_label;
constexpr std::int64_t audience = audience_label;
} // namespace label

namespace claim {
constexpr std::int64_t issued_at = 6;
constexpr std::int64_t id = 7;
} // namespace claim

/// The buckets are read one after the other: the second may not repeat a label of the first.
class HeaderReader {
  public:
    explicit HeaderReader(Headers& headers) noexcept : headers_{headers} {}

    Fault read(ByteView bucket, bool is_protected);

  private:
    Fault value(std::int64_t name, cbor::Reader& in, bool is_protected);
    Fault protected_value(std::int64_t name, cbor::Reader& in);
    static Fault critical(cbor::Reader& in);
    Fault content_type(cbor::Reader& in);
    Fault claims(cbor::Reader& in);
    Fault will(cbor::Reader& in);
    bool is_new(ByteView label);

    Headers& headers_;
    std::array<ByteView, 2 * cbor::map_limit> labels_{};
    std::size_t count_ = 0;
    bool has_partial_iv_ = false;
};

/// What a recipient's key is derived with has consecutive labels, downwards.
bool is_of_derivation(std::int64_t name) noexcept {
    constexpr auto count =
        static_cast<std::int64_t>(std::tuple_size_v<decltype(Headers::derivation)>);
    return name <= label::salt && name > label::salt - count;
}

bool HeaderReader::is_new(ByteView label) {
    if (count_ == labels_.size() || cbor::is_among(std::span{labels_}.first(count_), label)) {
        return false;
    }
    labels_.at(count_++) = label;
    return true;
}

Fault HeaderReader::read(ByteView bucket, bool is_protected) {
    cbor::Reader in{bucket};
    const auto pairs = in.map();
    if (!pairs) {
        return "a header bucket is no map";
    }
    for (std::uint64_t left = *pairs; left > 0; --left) {
        const ByteView encoded = cbor::Reader{in}.skip();
        if (!is_new(encoded)) {
            return "a header label occurs twice";
        }
        const auto type = in.peek();
        const auto name = in.integer();
        if (!name) {
            if (type != cbor::Type::text) {
                return "a header label is neither an integer nor a text";
            }
            in.skip();
            in.skip();
            continue;
        }
        if (const auto fault = value(*name, in, is_protected)) {
            return fault;
        }
    }
    return has_partial_iv_ && headers_.iv ? Fault{"it has an IV and a Partial IV"} : std::nullopt;
}

Fault HeaderReader::value(std::int64_t name, cbor::Reader& in, bool is_protected) {
    switch (name) {
    case label::kid:
        headers_.kid = in.bytes();
        return headers_.kid ? Fault{} : "its kid is no byte string";
    case label::iv:
        headers_.iv = in.bytes();
        return headers_.iv ? Fault{} : "its IV is no byte string";
    case label::ephemeral_key:
        headers_.ephemeral_key = in.skip();
        return std::nullopt;
    case label::partial_iv:
        has_partial_iv_ = in.bytes().has_value();
        return has_partial_iv_ ? Fault{} : "its Partial IV is no byte string";
    case label::critical:
        return is_protected ? critical(in) : "its list of critical headers is not protected";
    default:
        break;
    }
    if (is_of_derivation(name)) {
        headers_.derivation.at(static_cast<std::size_t>(label::salt - name)) = in.skip();
        return std::nullopt;
    }
    if (is_protected) {
        return protected_value(name, in);
    }
    if (name == label::algorithm) {
        headers_.unprotected_algorithm = cbor::Reader{in}.integer();
    }
    in.skip(); // not authenticated: worth nothing
    return std::nullopt;
}

Fault HeaderReader::protected_value(std::int64_t name, cbor::Reader& in) {
    switch (name) {
    case label::algorithm:
        headers_.algorithm = in.integer();
        return headers_.algorithm ? Fault{} : "its algorithm is no number";
    case label::content_type:
        return content_type(in);
    case label::claims:
        return claims(in);
    case label::will:
        return will(in);
    case label::audience:
        headers_.audience = in.skip();
        return std::nullopt;
    default:
        in.skip();
        return std::nullopt;
    }
}

Fault HeaderReader::critical(cbor::Reader& in) {
    const auto count = in.array();
    if (!count || *count == 0) {
        return "its list of critical headers is no list";
    }
    for (std::uint64_t left = *count; left > 0; --left) {
        const auto name = in.integer();
        const bool known = name && ((*name >= label::algorithm && *name <= label::partial_iv) ||
                                    *name == label::claims || *name == label::will ||
                                    *name == label::audience || is_of_derivation(*name));
        if (!known) {
            return "it has a critical header that is not known here";
        }
    }
    return std::nullopt;
}

Fault HeaderReader::content_type(cbor::Reader& in) {
    if (const auto text = in.text()) {
        headers_.content_type = std::string{*text};
        return std::nullopt;
    }
    const auto number = in.integer();
    if (!number || *number < 0) {
        return "its content type is neither a text nor a number";
    }
    headers_.content_type = *number;
    return std::nullopt;
}

Fault HeaderReader::claims(cbor::Reader& in) {
    const auto pairs = in.map();
    if (!pairs) {
        return "its claims are no map";
    }
    for (std::uint64_t left = *pairs; left > 0; --left) {
        const auto name = in.integer();
        if (name == claim::issued_at) {
            headers_.claims.issued_at = in.integer();
            if (!headers_.claims.issued_at) {
                return "its time is no whole number of seconds";
            }
        } else if (name == claim::id) {
            headers_.claims.id = MessageId::from_bytes(in.bytes().value_or(ByteView{}));
            if (!headers_.claims.id) {
                return "its message id is not 12 bytes long";
            }
        } else {
            if (!name) {
                in.skip(); // a claim with a name
            }
            in.skip();
        }
    }
    return std::nullopt;
}

/// The mark of a will is true or not there.
Fault HeaderReader::will(cbor::Reader& in) {
    constexpr std::uint8_t encoded_true = 0xF5;
    const auto value = in.skip();
    headers_.is_will = value.size() == 1 && value.front() == encoded_true;
    return headers_.is_will ? Fault{} : "its mark of a will is not true";
}

} // namespace

std::array<std::uint8_t, 12> MessageId::to_bytes() const noexcept {
    std::array<std::uint8_t, 12> bytes{};
    for (std::size_t at = 0; at < 8; ++at) {
        bytes.at(at) = static_cast<std::uint8_t>(session >> (56U - 8U * at));
    }
    for (std::size_t at = 0; at < 4; ++at) {
        bytes.at(8 + at) = static_cast<std::uint8_t>(counter >> (24U - 8U * at));
    }
    return bytes;
}

std::optional<MessageId> MessageId::from_bytes(ByteView bytes) noexcept {
    if (bytes.size() != 12) {
        return std::nullopt;
    }
    MessageId id;
    for (const std::uint8_t byte : bytes.first(8)) {
        id.session = id.session << 8U | byte;
    }
    for (const std::uint8_t byte : bytes.last(4)) {
        id.counter = id.counter << 8U | byte;
    }
    return id;
}

std::optional<std::string_view>
read_headers(ByteView protected_bucket, ByteView unprotected_bucket, Headers& headers) {
    HeaderReader reader{headers};
    // An empty protected bucket is an empty string (section 3); an encoded empty map is read too.
    if (!protected_bucket.empty()) {
        if (const auto fault = cbor::find_fault(protected_bucket)) {
            return fault;
        }
        if (const auto fault = reader.read(protected_bucket, true)) {
            return fault;
        }
    }
    return reader.read(unprotected_bucket, false);
}

void write_protected_bucket(cbor::Writer& out, const Headers& headers) {
    const bool has_claims = headers.claims.issued_at && headers.claims.id;
    const auto count = [](bool is_there) { return is_there ? 1U : 0U; };
    out.map(
        1U + count(headers.content_type.has_value()) + count(headers.kid.has_value()) +
        count(has_claims) + count(headers.is_will) + count(headers.audience.has_value())
    );
    out.integer(label::algorithm).integer(headers.algorithm.value_or(0));
    if (headers.content_type) {
        out.integer(label::content_type);
        if (const auto* number = std::get_if<std::int64_t>(&*headers.content_type)) {
            out.integer(*number);
        } else {
            out.text(std::get<std::string>(*headers.content_type));
        }
    }
    if (headers.kid) {
        out.integer(label::kid).bytes(*headers.kid);
    }
    if (has_claims) {
        out.integer(label::claims).map(2);
        out.integer(claim::issued_at).integer(*headers.claims.issued_at);
        out.integer(claim::id).bytes(headers.claims.id->to_bytes());
    }
    if (headers.is_will) {
        out.integer(label::will).boolean(true);
    }
    if (headers.audience) {
        out.integer(label::audience).raw(*headers.audience);
    }
}

} // namespace mqttx::cose
