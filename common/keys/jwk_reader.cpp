// SPDX-License-Identifier: Apache-2.0
#include "common/keys/jwk_reader.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/foreign_key.hpp"
#include "common/keys/thumbprint.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace mqttx::keys {

namespace {

/// The number of the algorithm of a shared key, those of other people's messages included; none
/// when it is not known, or not one.
std::optional<std::int64_t> foreign_algorithm(const Json& object) {
    const auto number = object.find("cose_alg");
    const auto name = object.find("alg");
    if (number != object.end()) {
        return number->is_number_integer() ? known_algorithm(number->get<std::int64_t>())
                                           : std::nullopt;
    }
    return name != object.end() && name->is_string()
               ? known_algorithm(name->get_ref<const WipedText&>())
               : std::nullopt;
}

/// Reads the members of one JWK and remembers which it has read: the others are kept as they are.
class JwkReader {
  public:
    JwkReader(const Json& object, std::size_t number, std::string_view source);

    Key read();

  private:
    [[noreturn]] void fail(std::string_view fault, std::string hint = {}) const;
    const Json* member(const char* name);
    const WipedText* text(const char* name);
    std::optional<std::int64_t> whole_number(const char* name);
    std::optional<Secret> key_bytes(const char* name, std::size_t size);
    /// Whether a member is there that has one word to say.
    bool says(const char* name, std::string_view word);

    [[nodiscard]] bool is_for_others() const;
    void read_symmetric(Key& key);
    bool read_curve(Key& key);
    Algorithm read_algorithm();
    void read_topics(Key& key);
    void read_lifetime(Key& key);
    void read_policy(Key& key);
    void keep_others(Key& key) const;

    const Json& object_;
    std::string where_; ///< "key 2 ('kid') of 'file'"
    std::set<std::string_view> read_{};
};

JwkReader::JwkReader(const Json& object, std::size_t number, std::string_view source)
    : object_{object}, where_{cat("key ", number)} {
    if (!object.is_object()) {
        where_ += cat(" of ", in_quotes(source));
        fail("is no JSON object");
    }
    const auto kid = object.find("kid");
    if (kid != object.end() && kid->is_string()) {
        where_ += cat(" (", in_quotes(kid->get_ref<const WipedText&>()), ')');
    }
    where_ += cat(" of ", in_quotes(source));
}

void JwkReader::fail(std::string_view fault, std::string hint) const {
    throw Error{ErrorKind::local, cat(where_, ": ", fault), std::move(hint)};
}

const Json* JwkReader::member(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end()) {
        return nullptr;
    }
    read_.insert(name);
    return &*found;
}

const WipedText* JwkReader::text(const char* name) {
    const auto* value = member(name);
    if (value != nullptr && !value->is_string()) {
        fail(cat("member '", name, "' is no text"));
    }
    return value == nullptr ? nullptr : &value->get_ref<const WipedText&>();
}

std::optional<std::int64_t> JwkReader::whole_number(const char* name) {
    const auto* value = member(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() > most) {
        fail(cat("member '", name, "' is no whole number from 0"));
    }
    return value->get<std::int64_t>();
}

std::optional<Secret> JwkReader::key_bytes(const char* name, std::size_t size) {
    const auto* value = text(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    auto bytes = from_base64url(*value);
    if (!bytes) {
        fail(cat("member '", name, "' is no base64url without padding"));
    }
    Secret secret{*bytes};
    wipe(*bytes);
    if (secret.size() != size) {
        fail(cat("member '", name, "' has ", secret.size(), " bytes instead of ", size));
    }
    return secret;
}

Key JwkReader::read() {
    Key key;
    const auto* type = text("kty");
    if (type == nullptr) {
        fail("member 'kty' is missing");
    }
    if (*type == "oct" && !is_for_others()) {
        read_symmetric(key);
    } else if (*type != "OKP" || !read_curve(key)) {
        read_.clear();
        key.type = KeyType::foreign;
        keep_others(key);
        read_foreign_terms(key);
        return key;
    }
    if (const auto* name = text("name")) {
        key.name = *name;
    }
    read_topics(key);
    read_lifetime(key);
    read_policy(key);
    keep_others(key);
    return key;
}

/// Whether the algorithm is one that only other people's messages have.
bool JwkReader::is_for_others() const {
    const auto algorithm = foreign_algorithm(object_);
    return algorithm && !algorithm_from_number(*algorithm);
}

void JwkReader::read_symmetric(Key& key) {
    const auto* kid = text("kid");
    if (kid == nullptr || kid->empty()) {
        fail(
            "member 'kid' is missing", R"(give the key a name that is not used twice: "kid": "...")"
        );
    }
    key.type = KeyType::symmetric;
    key.kid = *kid;
    key.algorithm = read_algorithm();
    auto secret = key_bytes("k", sizes_of(key.algorithm).key);
    if (!secret) {
        fail("member 'k' is missing");
    }
    key.secret = std::move(*secret);
}

Algorithm JwkReader::read_algorithm() {
    const auto number = whole_number("cose_alg");
    const auto* name = text("alg");
    const auto by_number = number ? algorithm_from_number(*number) : std::nullopt;
    const auto by_name = name != nullptr ? algorithm_from_name(*name) : std::nullopt;
    const bool is_unknown = (number && !by_number) || (name != nullptr && !by_name);
    if (is_unknown || (number && name != nullptr && by_number != by_name) ||
        !(by_number || by_name)) {
        const auto* fault = is_unknown             ? "names an algorithm that is not used here"
                            : by_number || by_name ? "names two algorithms"
                                                   : "names no algorithm";
        fail(
            cat("member 'alg' or 'cose_alg' ", fault), cat("the algorithms are ", algorithm_names())
        );
    }
    return by_number ? *by_number : *by_name;
}

bool JwkReader::read_curve(Key& key) {
    const auto* curve = text("crv");
    if (curve == nullptr || (*curve != "X25519" && *curve != "Ed25519")) {
        return false;
    }
    key.type = *curve == "X25519" ? KeyType::x25519 : KeyType::ed25519;
    const auto point = key_bytes("x", curve_key_size);
    if (!point) {
        fail("member 'x' is missing");
    }
    key.public_key.assign(point->expose().begin(), point->expose().end());
    key.secret = key_bytes("d", curve_key_size).value_or(Secret{});
    if (!key.secret.empty() &&
        !std::ranges::equal(public_key_of(key.type, key.secret), key.public_key)) {
        fail("members 'x' and 'd' do not belong together");
    }
    const auto* kid = text("kid");
    key.kid = kid != nullptr && !kid->empty() ? std::string{*kid} : kid_of(key);
    return true;
}

void JwkReader::read_topics(Key& key) {
    const auto* filters = member("topics");
    if (filters == nullptr) {
        return;
    }
    if (!filters->is_array() || filters->empty()) {
        fail("member 'topics' is no list of filters", "without it the key is for every topic");
    }
    for (const Json& entry : *filters) {
        if (!entry.is_string()) {
            fail("member 'topics' holds something that is no text");
        }
        std::string filter{entry.get_ref<const WipedText&>()};
        if (const auto fault = topic::topic_filter_fault(filter)) {
            fail(cat("member 'topics': ", in_quotes(filter), ": ", *fault));
        }
        if (topic::shared_subscription(filter)) {
            fail(cat("member 'topics': ", in_quotes(filter), " is a shared subscription"));
        }
        key.topics.push_back(std::move(filter));
    }
}

void JwkReader::read_lifetime(Key& key) {
    key.seals_from = whole_number("nbf");
    key.seals_until = whole_number("exp");
    key.opens_until = whole_number("open-until");
    const auto* state = text("state");
    if (state == nullptr || *state == "active") {
        key.state = KeyState::active;
    } else if (*state == "decrypt-only") {
        key.state = KeyState::decrypt_only;
    } else if (*state == "revoked") {
        key.state = KeyState::revoked;
    } else {
        fail("member 'state' is none of active, decrypt-only, revoked");
    }
}

bool JwkReader::says(const char* name, std::string_view word) {
    const auto* value = text(name);
    if (value != nullptr && *value != word) {
        fail(cat("member '", name, "' can only be '", word, '\''));
    }
    return value != nullptr;
}

void JwkReader::read_policy(Key& key) {
    key.policy.max_age = whole_number("max-age");
    key.policy.signature_required = says("sign", "required");
    key.policy.freshness_waived = says("freshness", "none");
}

void JwkReader::keep_others(Key& key) const {
    for (auto member = object_.begin(); member != object_.end(); ++member) {
        if (!read_.contains(member.key())) {
            key.other_members.push_back(keep_member(member.key(), *member));
        }
    }
}

} // namespace

OtherMember keep_member(std::string_view name, const Json& value) {
    return {std::string{name}, Secret{as_bytes(value.dump())}};
}

Key read_jwk(const Json& object, std::size_t number, std::string_view source) {
    return JwkReader{object, number, source}.read();
}

} // namespace mqttx::keys
