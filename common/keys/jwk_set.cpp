// SPDX-License-Identifier: Apache-2.0
#include "common/keys/jwk_set.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"
#include "common/keys/jwk_reader.hpp"
#include "common/keys/pem.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::keys {

namespace {

/// Members in which RFC 7518 section 6 puts what has to stay secret.
constexpr std::array<std::string_view, 8> secret_members{
    "d", "p", "q", "dp", "dq", "qi", "oth", "k"};

bool is_secret(const Key& key) noexcept {
    return !key.secret.empty() ||
           std::any_of(key.other_members.begin(), key.other_members.end(), [](const auto& member) {
               return std::find(secret_members.begin(), secret_members.end(), member.name) !=
                      secret_members.end();
           });
}

/// Appends the members of one JSON object, the comma before each but the first.
class ObjectWriter {
  public:
    explicit ObjectWriter(std::string& out) : out_{out} { out_ += '{'; }

    void text(std::string_view name, std::string_view value) {
        start(name);
        io::append_json_string(out_, value);
    }

    void text_unless_empty(std::string_view name, std::string_view value) {
        if (!value.empty()) {
            text(name, value);
        }
    }

    void number(std::string_view name, const std::optional<std::int64_t>& value) {
        if (value) {
            start(name);
            out_ += std::to_string(*value);
        }
    }

    void bytes(std::string_view name, ByteView value) {
        std::string text = to_base64url(value);
        start(name);
        out_ += cat('"', text, '"');
        wipe(text);
    }

    void texts(std::string_view name, const std::vector<std::string>& values) {
        start(name);
        for (char before = '['; const auto& value : values) {
            out_ += std::exchange(before, ',');
            io::append_json_string(out_, value);
        }
        out_ += ']';
    }

    void others(const std::vector<OtherMember>& members) {
        for (const auto& member : members) {
            start(member.name);
            out_ += member.json.expose_text();
        }
    }

    void start(std::string_view name) {
        if (out_.back() != '{') {
            out_ += ',';
        }
        io::append_json_string(out_, name);
        out_ += ':';
    }

    void end() { out_ += '}'; }

  private:
    std::string& out_;
};

void write_symmetric(ObjectWriter& out, const Key& key) {
    out.text("kty", "oct");
    out.text("kid", key.kid);
    // JOSE has names for two of the algorithms only (RFC 7518 section 5.1).
    if (key.algorithm == Algorithm::a256gcm || key.algorithm == Algorithm::a128gcm) {
        out.text("alg", name_of(key.algorithm));
    }
    out.number("cose_alg", static_cast<std::int64_t>(key.algorithm));
}

void write_pair(ObjectWriter& out, const Key& key) {
    out.text("kty", "OKP");
    out.text("crv", key.type == KeyType::x25519 ? "X25519" : "Ed25519");
    out.text_unless_empty("kid", key.kid);
    out.bytes("x", key.public_key);
}

void write_terms(ObjectWriter& out, const Key& key) {
    out.text_unless_empty("name", key.name);
    if (!key.topics.empty()) {
        out.texts("topics", key.topics);
    }
    out.number("nbf", key.seals_from);
    out.number("exp", key.seals_until);
    out.number("open-until", key.opens_until);
    if (key.state != KeyState::active) {
        out.text("state", key.state == KeyState::revoked ? "revoked" : "decrypt-only");
    }
    if (key.policy.signature_required) {
        out.text("sign", "required");
    }
    out.number("max-age", key.policy.max_age);
    if (key.policy.freshness_waived) {
        out.text("freshness", "none");
    }
}

void write_key(std::string& text, const Key& key) {
    ObjectWriter out{text};
    if (key.type == KeyType::symmetric) {
        write_symmetric(out, key);
    } else if (key.type != KeyType::foreign) {
        write_pair(out, key);
    }
    if (key.type != KeyType::foreign) {
        write_terms(out, key);
    }
    out.others(key.other_members);
    if (!key.secret.empty()) {
        out.bytes(key.type == KeyType::symmetric ? "k" : "d", key.secret.expose());
    }
    out.end();
}

/// More than the file will have, so that no secret is left behind in memory given back on growth.
std::size_t generous_size(const JwkSet& set) {
    constexpr std::size_t most_per_character = 6; // \u0000
    std::size_t size = 1024;
    const auto add_others = [&](const std::vector<OtherMember>& members) {
        for (const auto& member : members) {
            size += 8 + most_per_character * member.name.size() + member.json.size();
        }
    };
    add_others(set.other_members);
    for (const Key& key : set.keys) {
        size += 1024 + most_per_character * (key.kid.size() + key.name.size());
        for (const auto& filter : key.topics) {
            size += 8 + most_per_character * filter.size();
        }
        add_others(key.other_members);
    }
    return size;
}

[[noreturn]] void refuse(std::string_view source, std::string_view fault, std::string hint) {
    throw Error{ErrorKind::local, cat(in_quotes(source), ' ', fault), std::move(hint)};
}

} // namespace

bool JwkSet::holds_secrets() const noexcept {
    return std::any_of(keys.begin(), keys.end(), is_secret);
}

JwkSet parse_jwk_set(ByteView text, std::string_view source) {
    if (looks_like_pem(as_text(text))) {
        refuse(
            source,
            "is a PEM key, and no JWK Set",
            "a key for TLS goes with --key; mqttx keygen convert reads X25519 and Ed25519 keys"
        );
    }
    const Json document = parse_json(text, source);
    JwkSet set;
    if (document.is_object() && document.contains("kty")) {
        set.keys.push_back(read_jwk(document, 1, source));
        return set;
    }
    const auto keys = document.is_object() ? document.find("keys") : document.end();
    if (keys == document.end() || !keys->is_array()) {
        refuse(source, "is no JWK Set: it has no list 'keys'", "mqttx keygen -o FILE makes one");
    }
    for (const Json& object : *keys) {
        set.keys.push_back(read_jwk(object, set.keys.size() + 1, source));
    }
    for (auto member = document.begin(); member != document.end(); ++member) {
        if (member.key() != "keys") {
            set.other_members.push_back(keep_member(member.key(), *member));
        }
    }
    return set;
}

Secret write_jwk_set(const JwkSet& set) {
    std::string text;
    text.reserve(generous_size(set));
    ObjectWriter out{text};
    out.others(set.other_members);
    out.start("keys");
    for (std::string_view before = "[\n"; const Key& key : set.keys) {
        text += std::exchange(before, ",\n");
        write_key(text, key);
    }
    text += set.keys.empty() ? "[]}\n" : "\n]}\n";
    return Secret::take(text);
}

std::string json_version() {
    return cat(
        NLOHMANN_JSON_VERSION_MAJOR,
        '.',
        NLOHMANN_JSON_VERSION_MINOR,
        '.',
        NLOHMANN_JSON_VERSION_PATCH
    );
}

} // namespace mqttx::keys
