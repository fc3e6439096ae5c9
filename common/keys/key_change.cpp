// SPDX-License-Identifier: Apache-2.0
#include "common/keys/key_change.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <utility>

namespace mqttx::keys {

std::size_t find_key(const JwkSet& set, std::string_view kid_or_name, std::string_view source) {
    const auto begin = set.keys.begin();
    const auto end = set.keys.end();
    const auto is_named = [&](const Key& key) { return key.name == kid_or_name; };
    auto found = std::find_if(begin, end, [&](const Key& key) { return key.kid == kid_or_name; });
    if (found == end) {
        found = std::find_if(begin, end, is_named);
    }
    if (kid_or_name.empty() || found == end) {
        throw Error{
            ErrorKind::local,
            cat("no key ", in_quotes(kid_or_name), " in ", in_quotes(source)),
            cat("mqttx keygen list ", source, " shows the keys that are there")};
    }
    const auto second = std::find_if(std::next(found), end, is_named);
    if (found->kid != kid_or_name && second != end) {
        throw Error{
            ErrorKind::local,
            cat("keys ",
                in_quotes(found->kid),
                " and ",
                in_quotes(second->kid),
                " of ",
                in_quotes(source),
                " both have the name ",
                in_quotes(kid_or_name)),
            "give the kid instead"};
    }
    return static_cast<std::size_t>(std::distance(begin, found));
}

void keep_only(JwkSet& set, std::string_view kid_or_name, std::string_view source) {
    Key key = std::move(set.keys[find_key(set, kid_or_name, source)]);
    set.keys.clear();
    set.keys.push_back(std::move(key));
}

bool add_key(JwkSet& set, Key key) {
    const auto holder = std::find_if(set.keys.begin(), set.keys.end(), [&](const Key& other) {
        return key.type != KeyType::foreign && other.type != KeyType::foreign &&
               other.kid == key.kid;
    });
    if (holder == set.keys.end()) {
        set.keys.push_back(std::move(key));
        return true;
    }
    if (!holder->is_same_key(key)) {
        throw Error{
            ErrorKind::local, cat("kid ", in_quotes(key.kid), " stands for another key already")};
    }
    if (holder->secret.empty() && !key.secret.empty()) {
        holder->secret = std::move(key.secret); // the private half of a public key that was there
        return true;
    }
    return false;
}

void drop_private_half(Key& pair) {
    pair.secret = {};
    std::erase_if(pair.other_members, [](const OtherMember& member) {
        return member.name != "use" && member.name != "alg";
    });
}

} // namespace mqttx::keys
