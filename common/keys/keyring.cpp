// SPDX-License-Identifier: Apache-2.0
#include "common/keys/keyring.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"

#include <algorithm>
#include <compare>
#include <limits>
#include <utility>

namespace mqttx::keys {

namespace {

constexpr auto make_a_key = "mqttx keygen --topic FILTER -o KEYRING makes a key for a topic";

void keep_earlier(std::optional<std::int64_t>& end, const std::optional<std::int64_t>& other) {
    if (other) {
        end = std::min(end.value_or(*other), *other);
    }
}

/// What both copies of a key allow.
void narrow(Key& key, Key& copy) {
    key.state = std::max(key.state, copy.state);
    keep_earlier(key.seals_until, copy.seals_until);
    keep_earlier(key.opens_until, copy.opens_until);
    if (key.secret.empty()) {
        key.secret = std::move(copy.secret); // a key pair whose other copy was the public part
    }
}

[[noreturn]] void refuse(std::string what, std::string hint, std::string reason) {
    throw Error{
        ErrorKind::payload,
        std::move(what),
        std::move(hint),
        {.payload_reason = std::move(reason)}};
}

std::string_view reason_for(const Key& key) {
    return key.state == KeyState::revoked ? "key-revoked" : "key-expired";
}

/// Whether `a` is to be taken rather than `b`, which comes before it in the files.
bool is_better(const Key& a, const Key& b, std::string_view topic) {
    const auto order =
        topic::compare_specificity(*a.closest_filter(topic), *b.closest_filter(topic));
    if (std::is_neq(order)) {
        return std::is_gt(order);
    }
    constexpr auto always = std::numeric_limits<std::int64_t>::min();
    return a.seals_from.value_or(always) >= b.seals_from.value_or(always);
}

} // namespace

void Keyring::add(std::vector<Key> keys, std::string_view source) {
    for (Key& key : keys) {
        const auto known = std::find_if(keys_.begin(), keys_.end(), [&](const Key& other) {
            return !key.kid.empty() && other.kid == key.kid && key.type != KeyType::foreign &&
                   other.type != KeyType::foreign;
        });
        if (known == keys_.end()) {
            keys_.push_back(std::move(key));
        } else if (known->is_same_key(key)) {
            narrow(*known, key);
        } else {
            throw Error{
                ErrorKind::local,
                cat("kid ",
                    in_quotes(key.kid),
                    " in ",
                    in_quotes(source),
                    " stands for another key in this keyring already"),
                "give one of the two keys another kid"};
        }
    }
}

const Key* Keyring::find(std::string_view kid, KeyType type) const noexcept {
    for (const Key& key : keys_) {
        if (key.type == type && key.kid == kid) {
            return &key;
        }
    }
    return nullptr;
}

bool Keyring::is_protected(std::string_view topic) const noexcept {
    return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) {
        return key.type == KeyType::symmetric && key.covers(topic);
    });
}

const Key& Keyring::choose_for_sealing(
    std::string_view topic, std::optional<std::string_view> kid, std::int64_t now
) const {
    const Key* best = nullptr;
    const Key* unusable = nullptr;
    for (const Key& key : keys_) {
        if (key.type != KeyType::symmetric || !key.covers(topic) || (kid && key.kid != *kid)) {
            continue;
        }
        if (key.sealing_fault(now)) {
            unusable = &key;
        } else if (best == nullptr || is_better(key, *best, topic)) {
            best = &key;
        }
    }
    if (best == nullptr) {
        refuse_to_seal(topic, kid, unusable, now);
    }
    return *best;
}

void Keyring::refuse_to_seal(
    std::string_view topic,
    std::optional<std::string_view> kid,
    const Key* unusable,
    std::int64_t now
) const {
    if (unusable != nullptr) {
        refuse(
            cat("no key may seal for topic ",
                in_quotes(topic),
                " now: key ",
                in_quotes(unusable->kid),
                ' ',
                *unusable->sealing_fault(now)),
            make_a_key,
            std::string{reason_for(*unusable)}
        );
    }
    if (kid && find(*kid) == nullptr) {
        refuse(
            cat("no key ", in_quotes(*kid), " in the keyring"),
            "--keyring FILE names the file that holds it",
            "unknown-kid"
        );
    }
    if (kid) {
        refuse(
            cat("key ", in_quotes(*kid), " is not for topic ", in_quotes(topic)),
            R"(its member "topics" names the filters it may be used for)",
            "topic-not-allowed-for-key"
        );
    }
    refuse(
        cat("no key for topic ", in_quotes(topic)),
        cat(make_a_key, "; --plaintext sends it open"),
        "topic-not-allowed-for-key"
    );
}

} // namespace mqttx::keys
