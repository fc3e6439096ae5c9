// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/key_format.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cose/cose_key.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/pem.hpp"
#include "common/keys/thumbprint.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace mqttx::app::keygen {

namespace {

using keys::Key;
using keys::KeyType;

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char character) {
        return std::isxdigit(static_cast<unsigned char>(character)) != 0 || character == '\n' ||
               character == '\r' || character == ' ';
    });
}

/// A map or an array of CBOR, which no text in use begins with.
bool looks_like_cose(ByteView content) {
    return !content.empty() && content[0] >= 0x80 && content[0] <= 0xbf;
}

Secret read_digits(std::string_view text, std::string_view source, std::size_t size) {
    std::string digits;
    digits.reserve(text.size());
    std::ranges::copy_if(text, std::back_inserter(digits), [](char character) {
        return std::isxdigit(static_cast<unsigned char>(character)) != 0;
    });
    auto bytes = from_hex(digits);
    wipe(digits);
    if (!bytes || bytes->size() != size) {
        throw Error{
            ErrorKind::local,
            cat("cannot use ", in_quotes(source), ": this key takes ", 2 * size, " digits")};
    }
    Secret secret{*bytes};
    wipe(*bytes);
    return secret;
}

Key key_of_digits(std::string_view text, std::string_view source, const HexMeaning& meaning) {
    Key key;
    const auto type = *meaning.type;
    if (type == HexType::symmetric) {
        key = keys::generate_symmetric(meaning.algorithm); // for its kid
        key.secret = read_digits(text, source, keys::sizes_of(meaning.algorithm).key);
        return key;
    }
    key.type = type == HexType::x25519 || type == HexType::x25519_public ? KeyType::x25519
                                                                         : KeyType::ed25519;
    auto bytes = read_digits(text, source, keys::curve_key_size);
    if (type == HexType::x25519 || type == HexType::ed25519) {
        const auto point = keys::public_key_of(key.type, bytes);
        key.public_key.assign(point.begin(), point.end());
        key.secret = std::move(bytes);
    } else {
        key.public_key.assign(bytes.expose().begin(), bytes.expose().end());
    }
    key.kid = keys::kid_of(key);
    return key;
}

Secret digits_of(const keys::JwkSet& set) {
    if (set.keys.size() != 1 || set.keys[0].type == KeyType::foreign) {
        throw Error{
            ErrorKind::local, "hex is the bytes of one key", "--kid picks one of several keys"};
    }
    const Key& key = set.keys[0];
    std::string text = to_hex(key.secret.empty() ? ByteView{key.public_key} : key.secret.expose());
    std::string line = cat(text, '\n');
    wipe(text);
    return Secret::take(line);
}

Secret pem_of(const keys::JwkSet& set) {
    std::vector<Secret> blocks;
    std::size_t size = 0;
    for (const Key& key : set.keys) {
        blocks.push_back(keys::write_pem_key(key));
        size += blocks.back().size();
    }
    Secret all{size};
    auto at = all.expose_for_writing().begin();
    for (const Secret& block : blocks) {
        at = std::ranges::copy(block.expose(), at).out;
    }
    return all;
}

} // namespace

keys::JwkSet parse_keys(ByteView content, std::string_view source, const HexMeaning& meaning) {
    const auto text = as_text(content);
    if (looks_like_cose(content)) {
        return cose::parse_cose_keys(content, source);
    }
    keys::JwkSet set;
    if (keys::looks_like_pem(text)) {
        set.keys = keys::parse_pem_keys(text, source);
        return set;
    }
    if (!is_digits(text)) {
        return keys::parse_jwk_set(content, source);
    }
    if (!meaning.type) {
        throw Error{
            ErrorKind::usage,
            cat(in_quotes(source), " holds digits that could be any key"),
            "--type says which: symmetric, x25519, ed25519, x25519-public or ed25519-public"};
    }
    set.keys.push_back(key_of_digits(text, source, meaning));
    if (meaning.kid) {
        set.keys[0].kid = *meaning.kid;
    }
    return set;
}

Secret write_keys(const keys::JwkSet& set, KeyFormat format) {
    switch (format) {
    case KeyFormat::pem:
        return pem_of(set);
    case KeyFormat::cose:
        return cose::write_cose_keys(set);
    case KeyFormat::hex:
        return digits_of(set);
    case KeyFormat::jwk:
        break;
    }
    return keys::write_jwk_set(set);
}

} // namespace mqttx::app::keygen
