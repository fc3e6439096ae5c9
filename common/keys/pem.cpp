// SPDX-License-Identifier: Apache-2.0
#include "common/keys/pem.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/thumbprint.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace mqttx::keys {

namespace {

constexpr std::string_view private_label = "PRIVATE KEY";
constexpr std::string_view public_label = "PUBLIC KEY";

/// The last byte of the object identifiers 1.3.101.110 and 1.3.101.112 (RFC 8410 section 3).
constexpr std::uint8_t x25519_arc = 0x6e;
constexpr std::uint8_t ed25519_arc = 0x70;

[[noreturn]] void refuse(std::string_view source, std::string_view fault, std::string hint = {}) {
    throw Error{
        ErrorKind::local, cat("cannot use ", in_quotes(source), ": ", fault), std::move(hint)};
}

/// Reads DER items whose lengths take one byte, which is all that keys of 32 bytes need.
class Der {
  public:
    explicit Der(ByteView bytes) noexcept : rest_{bytes} {}

    /// The content of the next item when it has this tag.
    std::optional<ByteView> item(std::uint8_t tag) noexcept {
        if (rest_.size() < 2 || rest_[0] != tag || rest_[1] > 0x7f ||
            rest_.size() - 2U < rest_[1]) {
            return std::nullopt;
        }
        const auto content = rest_.subspan(2, rest_[1]);
        rest_ = rest_.subspan(2U + content.size());
        return content;
    }

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  private:
    ByteView rest_;
};

/// The kind of key an AlgorithmIdentifier without parameters names.
std::optional<KeyType> read_type(Der& in) noexcept {
    const auto sequence = in.item(0x30);
    Der inner{sequence.value_or(ByteView{})};
    const auto oid = inner.item(0x06);
    if (!oid || !inner.at_end() || oid->size() != 3 || (*oid)[0] != 0x2b || (*oid)[1] != 0x65) {
        return std::nullopt;
    }
    switch ((*oid)[2]) {
    case x25519_arc:
        return KeyType::x25519;
    case ed25519_arc:
        return KeyType::ed25519;
    default:
        return std::nullopt;
    }
}

/// Version, algorithm, private key; a newer version may have attributes and the public key behind.
std::optional<Key> read_pkcs8(ByteView der) {
    Der file{der};
    Der in{file.item(0x30).value_or(ByteView{})};
    const auto version = in.item(0x02);
    const auto type = read_type(in);
    Der wrapped{in.item(0x04).value_or(ByteView{})};
    const auto bytes = wrapped.item(0x04);
    if (!version || version->size() != 1 || (*version)[0] > 1 || !type || !bytes ||
        bytes->size() != curve_key_size || !file.at_end()) {
        return std::nullopt;
    }
    Key key;
    key.type = *type;
    key.secret = Secret{*bytes};
    const auto point = public_key_of(*type, key.secret);
    key.public_key.assign(point.begin(), point.end());
    return key;
}

std::optional<Key> read_public(ByteView der) {
    Der file{der};
    Der in{file.item(0x30).value_or(ByteView{})};
    const auto type = read_type(in);
    const auto bits = in.item(0x03);
    // A bit string begins with the number of bits that its last byte lacks.
    if (!type || !bits || bits->size() != 1 + curve_key_size || (*bits)[0] != 0 || !in.at_end() ||
        !file.at_end()) {
        return std::nullopt;
    }
    Key key;
    key.type = *type;
    key.public_key.assign(bits->begin() + 1, bits->end());
    return key;
}

/// The content of a block of base64 lines; none when it is not that.
std::optional<Secret> read_base64_lines(std::string_view text) {
    std::string characters;
    characters.reserve(text.size());
    std::ranges::copy_if(text, std::back_inserter(characters), [](char character) {
        return character != '\n' && character != '\r' && character != ' ';
    });
    auto bytes = from_base64(characters);
    wipe(characters);
    if (!bytes) {
        return std::nullopt;
    }
    Secret content{*bytes};
    wipe(*bytes);
    return content;
}

Key read_block(std::string_view label, std::string_view body, std::string_view source) {
    if (label == "ENCRYPTED PRIVATE KEY") {
        refuse(
            source, "its key is protected by a passphrase", "openssl pkey takes the passphrase off"
        );
    }
    std::optional<Key> key;
    if (label == private_label || label == public_label) {
        const auto der = read_base64_lines(body);
        if (!der) {
            refuse(source, "its PEM is damaged");
        }
        key = label == private_label ? read_pkcs8(der->expose()) : read_public(der->expose());
    }
    if (!key) {
        refuse(
            source,
            cat("a PEM block ", in_quotes(label), " is no X25519 or Ed25519 key"),
            "a key for TLS goes with --key, a certificate with --cert"
        );
    }
    key->kid = kid_of(*key);
    return std::move(*key);
}

Bytes der_front(const Key& key) {
    const auto arc = key.type == KeyType::x25519 ? x25519_arc : ed25519_arc;
    if (key.secret.empty()) {
        return {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, arc, 0x03, 0x21, 0x00};
    }
    return {
        0x30,
        0x2e,
        0x02,
        0x01,
        0x00,
        0x30,
        0x05,
        0x06,
        0x03,
        0x2b,
        0x65,
        arc,
        0x04,
        0x22,
        0x04,
        0x20};
}

} // namespace

bool looks_like_pem(std::string_view text) noexcept {
    const auto start = text.find_first_not_of(" \t\r\n");
    return start != std::string_view::npos && text.substr(start).starts_with("-----BEGIN ");
}

std::vector<Key> parse_pem_keys(std::string_view text, std::string_view source) {
    constexpr std::string_view begin = "-----BEGIN ";
    constexpr std::string_view dashes = "-----";
    std::vector<Key> keys;
    for (auto at = text.find(begin); at != std::string_view::npos; at = text.find(begin)) {
        text.remove_prefix(at + begin.size());
        const auto label = text.substr(0, text.find(dashes));
        const auto end_line = cat("-----END ", label, dashes);
        const auto end = text.find(end_line);
        if (label.size() > 64 || end == std::string_view::npos) {
            refuse(source, "a PEM block has no end");
        }
        const auto body =
            text.substr(label.size() + dashes.size(), end - label.size() - dashes.size());
        keys.push_back(read_block(label, body, source));
        text.remove_prefix(end + end_line.size());
    }
    return keys;
}

Secret write_pem_key(const Key& key) {
    if (key.type != KeyType::x25519 && key.type != KeyType::ed25519) {
        throw Error{
            ErrorKind::local,
            cat("key ", in_quotes(key.kid), " has no form in PEM: only key pairs do"),
            "--to jwk, cose or hex writes it"};
    }
    const auto front = der_front(key);
    const auto body = key.secret.empty() ? ByteView{key.public_key} : key.secret.expose();
    Secret der{front.size() + body.size()};
    const auto rest = std::ranges::copy(front, der.expose_for_writing().begin()).out;
    std::ranges::copy(body, rest);
    const auto label = key.secret.empty() ? public_label : private_label;
    std::string base64 = to_base64(der.expose()); // one line: at most 64 characters
    std::string text =
        cat("-----BEGIN ", label, "-----\n", base64, "\n-----END ", label, "-----\n");
    wipe(base64);
    return Secret::take(text);
}

} // namespace mqttx::keys
