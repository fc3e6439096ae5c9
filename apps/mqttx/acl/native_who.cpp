// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/native_who.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "common/acl/audience.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

namespace {

/// "role 'sensor', when the user name is 'a'".
std::string words_of(const PolicyFile& file, const acl::NativeGrant& grant) {
    auto words = acl::subject_words(file.policy.audience->set(grant.rule->section));
    std::string_view joint = ", when ";
    const auto add = [&](std::string_view noun, const std::optional<std::string_view>& name) {
        if (name) {
            words += cat(joint, noun, " is ", in_quotes(*name));
            joint = " and ";
        }
    };
    add("the user name", grant.user);
    add("the client id", grant.client_id);
    add("the certificate's CN", grant.common_name);
    if (grant.unusable) {
        words += cat(joint, *grant.unusable, " is no level of a topic");
    }
    return words;
}

void put(io::JsonWriter& json, const PolicyFile& file, const acl::NativeGrant& grant) {
    json.begin_object();
    json.member(
        "who", std::string_view{acl::subject_words(file.policy.audience->set(grant.rule->section))}
    );
    const auto member = [&](std::string_view name, const std::optional<std::string_view>& value) {
        if (value) {
            json.member(name, *value);
        }
    };
    member("user", grant.user);
    member("client_id", grant.client_id);
    member("cn", grant.common_name);
    member("unusable", grant.unusable);
    put_rule(json.key("decides"), file, *grant.rule);
    json.end_object();
}

} // namespace

std::string native_who_text(const PolicyFile& file, const acl::NativeWho& who) {
    if (who.allowed.empty()) {
        return "nobody\n";
    }
    std::string text;
    const auto add = [&](std::string_view lead, const acl::NativeGrant& grant) {
        text += io::escape_for_terminal(cat(lead, words_of(file, grant)));
        text += cat("\n  ", file.place(grant.rule->span), ": ", file.words(*grant.rule), '\n');
    };
    for (const auto& grant : who.allowed) {
        add("", grant);
    }
    for (const auto& grant : who.denied) {
        add("but not: ", grant);
    }
    return text;
}

void put_native_who(io::JsonWriter& json, const PolicyFile& file, const acl::NativeWho& who) {
    json.key("grants").begin_array();
    for (const auto& grant : who.allowed) {
        put(json, file, grant);
    }
    json.end_array().key("but_not").begin_array();
    for (const auto& grant : who.denied) {
        put(json, file, grant);
    }
    json.end_array();
}

} // namespace mqttx::app
