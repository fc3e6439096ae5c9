// SPDX-License-Identifier: Apache-2.0
#include "common/keys/rotation.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/generate.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace mqttx::keys {

namespace {

bool has_filter(const Key& key, std::string_view filter) {
    return key.topics.empty()
               ? filter == "#"
               : std::find(key.topics.begin(), key.topics.end(), filter) != key.topics.end();
}

void end_by(std::optional<std::int64_t>& end, std::int64_t time) {
    end = std::min(end.value_or(time), time);
}

bool is_waiting(const Key& key, std::int64_t now) {
    return key.state == KeyState::active && key.seals_from && *key.seals_from > now;
}

bool has_name(const JwkSet& set, std::string_view name) {
    return std::ranges::any_of(set.keys, [&](const Key& key) { return key.name == name; });
}

/// "day" is followed by "day-2", that by "day-3": a name that no key of the set has, since the
/// commands that take a name have to find one key.
std::string name_after(const JwkSet& set, const std::string& old) {
    if (old.empty()) {
        return {};
    }
    constexpr std::size_t most_digits = 9;
    const auto dash = old.find_last_not_of("0123456789");
    const bool is_numbered = dash != std::string::npos && dash > 0 && old[dash] == '-' &&
                             dash + 1 < old.size() && old.size() - dash - 1 <= most_digits;
    const auto stem = is_numbered ? old.substr(0, dash) : old;
    auto number = is_numbered ? std::stoul(old.substr(dash + 1)) : 1;
    std::string name;
    do {
        name = cat(stem, '-', ++number);
    } while (has_name(set, name));
    return name;
}

Key successor_of(const JwkSet& set, const Key& old, std::int64_t from) {
    Key key = generate_symmetric(old.algorithm);
    key.name = name_after(set, old.name);
    key.topics = old.topics;
    key.policy = old.policy;
    key.seals_from = from;
    return key;
}

/// The key that seals for the filter: of several the one that came last, as in choosing.
Key& sealing_key(JwkSet& set, std::string_view filter, std::int64_t now, std::string_view source) {
    Key* found = nullptr;
    for (Key& key : set.keys) {
        if (key.type != KeyType::symmetric || !has_filter(key, filter)) {
            continue;
        }
        if (is_waiting(key, now)) {
            throw Error{
                ErrorKind::local,
                cat("key ",
                    in_quotes(key.kid),
                    " for ",
                    in_quotes(filter),
                    " already takes over at ",
                    time_text(*key.seals_from)),
                "rotate again once it has taken over"};
        }
        if (!key.sealing_fault(now) &&
            (found == nullptr || key.seals_from.value_or(0) >= found->seals_from.value_or(0))) {
            found = &key;
        }
    }
    if (found == nullptr) {
        throw Error{
            ErrorKind::local,
            cat("no key of ", in_quotes(source), " with topic ", in_quotes(filter), " may seal"),
            cat("mqttx keygen list ", source, " shows the topics; mqttx keygen makes a first key")};
    }
    return *found;
}

} // namespace

Rotation rotate(
    JwkSet& set,
    std::string_view filter,
    const Handover& handover,
    std::int64_t now,
    std::string_view source
) {
    Key& old = sealing_key(set, filter, now, source);
    Key fresh = successor_of(set, old, handover.at);
    end_by(old.seals_until, handover.at);
    end_by(old.opens_until, handover.until);
    Rotation rotation{old.kid, fresh.kid};
    set.keys.push_back(std::move(fresh));
    return rotation;
}

} // namespace mqttx::keys
