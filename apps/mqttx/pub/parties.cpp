// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/parties.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/reason.hpp"
#include "common/keys/key_file.hpp"

#include <algorithm>
#include <utility>

namespace mqttx::app::pub {

namespace {

using keys::KeyType;

[[noreturn]] void refuse(cose::Reason reason, std::string what, std::string hint) {
    throw Error{
        ErrorKind::payload,
        std::move(what),
        std::move(hint),
        {.payload_reason = std::string{cose::word(reason)}}};
}

/// The key of a word, and whether it may be meant.
struct Wanted {
    KeyType type;
    bool needs_secret;
    std::string_view option;
    std::string_view what;
};

constexpr Wanted recipient{KeyType::x25519, false, "--to", "an X25519 key"};
constexpr Wanted signer{KeyType::ed25519, true, "--sign", "a private Ed25519 key"};

bool is_wanted(const keys::Key& key, const Wanted& wanted) {
    return key.type == wanted.type && (!wanted.needs_secret || !key.secret.empty());
}

/// The only key of a file that may be meant.
std::string
kid_in_file(const std::vector<keys::Key>& keys, const std::string& file, const Wanted& wanted) {
    const auto fits = [&](const keys::Key& key) { return is_wanted(key, wanted); };
    const auto found = std::ranges::find_if(keys, fits);
    if (found == keys.end() || std::find_if(std::next(found), keys.end(), fits) != keys.end()) {
        refuse(
            cose::Reason::unknown_kid,
            cat(in_quotes(file),
                found == keys.end() ? " does not hold " : " holds more than ",
                wanted.what,
                " for ",
                wanted.option),
            found == keys.end() ? "mqttx keygen list shows what is in the file"
                                : "--keyring FILE and the kid say which"
        );
    }
    return found->kid;
}

const keys::Key&
find(std::string word, const Wanted& wanted, keys::Keyring& keyring, io::PrivatePolicy policy) {
    if (word.find('/') != std::string::npos) {
        auto set = keys::read_key_file(word, policy);
        const auto file = std::exchange(word, kid_in_file(set.keys, word, wanted));
        keyring.add(std::move(set.keys), file);
    }
    const keys::Key* named = nullptr;
    for (const auto& key : keyring.keys()) {
        if (is_wanted(key, wanted) && key.kid == word) {
            return key;
        }
        if (is_wanted(key, wanted) && key.name == word) {
            if (named != nullptr) {
                refuse(
                    cose::Reason::unknown_kid,
                    cat("more than one key has the name ", in_quotes(word)),
                    cat(wanted.option, " takes the kid too")
                );
            }
            named = &key;
        }
    }
    if (named == nullptr) {
        refuse(
            cose::Reason::unknown_kid,
            cat("no key ",
                in_quotes(word),
                " for ",
                wanted.option,
                " in the keyring: it takes ",
                wanted.what),
            "--keyring FILE names the file that holds it, ./FILE is a file of its own"
        );
    }
    return *named;
}

void check_one(const keys::Key& key, std::string_view topic, std::int64_t now) {
    if (!key.covers(topic)) {
        refuse(
            cose::Reason::topic_not_allowed_for_key,
            cat("key ", in_quotes(key.kid), " is not for topic ", in_quotes(topic)),
            R"(its member "topics" names the filters it may be used for)"
        );
    }
    if (const auto fault = key.sealing_fault(now)) {
        refuse(
            key.state == keys::KeyState::revoked ? cose::Reason::key_revoked
                                                 : cose::Reason::key_expired,
            cat("key ", in_quotes(key.kid), ' ', *fault),
            "mqttx keygen list shows the keys and their dates"
        );
    }
}

} // namespace

void Parties::check(std::string_view topic, std::int64_t now) const {
    for (const auto* key : recipients) {
        check_one(*key, topic, now);
    }
    if (signer != nullptr) {
        check_one(*signer, topic, now);
    }
}

Parties take_parties(
    const Options& options,
    keys::Keyring& keyring,
    io::PrivatePolicy policy,
    cli::Diagnostics& diagnostics
) {
    Parties parties;
    for (const auto& word : options.recipients) {
        const auto& key = find(word, recipient, keyring, policy);
        if (std::ranges::find(parties.recipients, &key) == parties.recipients.end()) {
            parties.recipients.push_back(&key);
        }
    }
    if (parties.recipients.size() > cose::most_recipients) {
        throw Error{
            ErrorKind::usage,
            cat("a message has at most ", cose::most_recipients, " recipients"),
            "a shared key reaches any number"};
    }
    if (options.signer) {
        parties.signer = &find(*options.signer, signer, keyring, policy);
    } else if (!parties.recipients.empty()) {
        diagnostics.warning(
            "nobody signs the message: it could be from anybody who has the public key",
            "--sign SIGNER tells the receivers who it is from"
        );
    }
    return parties;
}

} // namespace mqttx::app::pub
