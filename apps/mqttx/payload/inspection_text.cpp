// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/payload/inspection_text.hpp"

#include "common/base/text.hpp"
#include "common/cose/kid_text.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/table.hpp"
#include "common/io/terminal.hpp"

#include <vector>

namespace mqttx::app::payload {

namespace {

using cose::HeaderLine;
using cose::InspectedHeaders;
using cose::Inspection;
using cose::MessageType;

std::string_view title(MessageType type) noexcept {
    switch (type) {
    case MessageType::encrypt0:
        return "COSE_Encrypt0 (tag 16): sealed with a shared key";
    case MessageType::encrypt:
        return "COSE_Encrypt (tag 96): sealed for recipients";
    case MessageType::sign1:
        break;
    }
    return "COSE_Sign1 (tag 18): signed, and not encrypted";
}

std::string shortened(const std::string& value) {
    constexpr std::size_t shown = 64;
    return value.size() <= shown ? value : cat(value.substr(0, shown - 3), "...");
}

std::string lines_text(const std::vector<HeaderLine>& lines, std::string_view indent) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& line : lines) {
        rows.push_back({cat(indent, line.label), shortened(line.value), line.meaning});
        for (auto& cell : rows.back()) {
            cell = io::escape_for_terminal(cell);
        }
    }
    return io::table_text(rows);
}

std::string headers_text(const InspectedHeaders& headers, const std::string& indent) {
    const auto bucket = [&](std::string_view name, const std::vector<HeaderLine>& lines) {
        return lines.empty() ? cat(indent, name, ": none\n")
                             : cat(indent, name, ":\n", lines_text(lines, indent + "  "));
    };
    return bucket("protected headers (authenticated)", headers.protected_lines) +
           bucket("unprotected headers (not authenticated)", headers.unprotected_lines);
}

std::string body_text(const Inspection& found) {
    if (found.type == MessageType::sign1) {
        return cat(
            "payload: ",
            counted(found.body_size, "byte"),
            ", authenticated, readable by everybody\nsignature: ",
            counted(found.signature_size, "byte"),
            '\n'
        );
    }
    if (found.tag_size == 0 || found.body_size < found.tag_size) {
        return cat("ciphertext: ", counted(found.body_size, "byte"), ", tag included\n");
    }
    return cat(
        "ciphertext: ",
        counted(found.body_size, "byte"),
        ", of them ",
        found.tag_size,
        " of the tag: a plaintext of ",
        counted(found.body_size - found.tag_size, "byte"),
        '\n'
    );
}

void write_headers(io::JsonWriter& json, const InspectedHeaders& headers) {
    const auto bucket = [&](std::string_view name, const std::vector<HeaderLine>& lines) {
        json.key(name).begin_array();
        for (const auto& line : lines) {
            json.begin_object().member("label", line.label).member("value", line.value);
            if (!line.meaning.empty()) {
                json.member("meaning", line.meaning);
            }
            json.end_object();
        }
        json.end_array();
    };
    const auto& parsed = headers.parsed;
    if (parsed.algorithm) {
        json.key("algorithm").begin_object().member("number", *parsed.algorithm);
        json.member("name", cose::name_of_algorithm(*parsed.algorithm)).end_object();
    }
    if (parsed.kid) {
        json.member("kid", cose::kid_text(*parsed.kid));
        json.member("kid_authenticated", headers.kid_is_protected);
    }
    bucket("protected", headers.protected_lines);
    bucket("unprotected", headers.unprotected_lines);
}

void write_claims(io::JsonWriter& json, const cose::Headers& headers, std::int64_t now) {
    const auto& claims = headers.claims;
    if (claims.issued_at) {
        json.member("iat", *claims.issued_at);
        if (*claims.issued_at >= 0) {
            json.member("age", now - *claims.issued_at);
        }
    }
    if (claims.id) {
        const auto bytes = claims.id->to_bytes();
        json.member("session", to_hex(ByteView{bytes}.first(8)));
        json.member("counter", claims.id->counter);
    }
    if (headers.is_will) {
        json.member("will", true);
    }
    if (!headers.content_type) {
        return;
    }
    json.key("content_type");
    if (const auto* number = std::get_if<std::int64_t>(&*headers.content_type)) {
        json.value(*number);
    } else {
        json.value(std::get<std::string>(*headers.content_type));
    }
}

} // namespace

std::string inspection_text(const Inspection& found) {
    auto text = cat(title(found.type), ", ", counted(found.size, "byte"), '\n');
    text += headers_text(found.headers, "");
    text += body_text(found);
    std::size_t number = 0;
    for (const auto& recipient : found.recipients) {
        const auto size = recipient.encrypted_key_size;
        text += cat("recipient ", ++number, ":\n", headers_text(recipient.headers, "  "));
        text += size == 0 ? std::string{"  no key in it: it is agreed directly\n"}
                          : cat("  the key of the content, wrapped: ", size, " bytes\n");
    }
    return text +
           "authenticated as well: the topic, which is not in here; nothing else that MQTT "
           "carries (retain, QoS, user properties)\nnothing was verified: that takes the key\n";
}

std::string inspection_json(const Inspection& found, std::int64_t now) {
    io::JsonWriter json;
    json.begin_object().member("type", cose::word(found.type)).member("size", found.size);
    write_headers(json, found.headers);
    write_claims(json, found.headers.parsed, now);
    if (found.type == MessageType::sign1) {
        json.member("payload_size", found.body_size);
        json.member("signature_size", found.signature_size);
    } else {
        json.member("ciphertext_size", found.body_size);
        if (found.tag_size > 0 && found.body_size >= found.tag_size) {
            json.member("plaintext_size", found.body_size - found.tag_size);
            json.member("overhead", found.size - (found.body_size - found.tag_size));
        }
    }
    if (!found.recipients.empty()) {
        json.key("recipients").begin_array();
        for (const auto& recipient : found.recipients) {
            json.begin_object();
            write_headers(json, recipient.headers);
            json.member("encrypted_key_size", recipient.encrypted_key_size).end_object();
        }
        json.end_array();
    }
    json.end_object();
    return json.text();
}

} // namespace mqttx::app::payload
