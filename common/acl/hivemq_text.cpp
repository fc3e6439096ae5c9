// SPDX-License-Identifier: Apache-2.0
#include "common/acl/hivemq_text.hpp"

#include "common/acl/bind.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

std::string xml_text(std::string_view text) {
    std::string out;
    for (const char byte : text) {
        switch (byte) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '\r':
            out += "&#13;";
            break;
        default:
            out += byte;
        }
    }
    return out;
}

std::string line(std::string_view name, std::string_view text) {
    return cat("                    ", element(name, text), '\n');
}

} // namespace

/// Whether XML 1.0 can hold the text.
bool fits_xml(std::string_view text) {
    return is_utf8(text) && std::all_of(text.begin(), text.end(), [](char byte) {
               return static_cast<unsigned char>(byte) >= 0x20 || byte == '\t' || byte == '\n' ||
                      byte == '\r';
           });
}

std::string element(std::string_view name, std::string_view text) {
    return cat('<', name, '>', xml_text(text), "</", name, '>');
}

std::string permission_text(const Policy& policy, const Rule& rule, bool publish, bool subscribe) {
    publish = publish && rule.operations.has(Operation::publish);
    subscribe = subscribe && rule.operations.has(Operation::subscribe);
    if (!publish && !subscribe) {
        return {};
    }
    std::string topic;
    topic::Levels levels{rule.filter};
    for (bool first = true; const auto level = levels.next(); first = false) {
        const auto variable = rule.has_variables ? variable_in(*level) : Variable::none;
        topic += first ? "" : "/";
        topic += variable == Variable::username    ? "${{username}}"
                 : variable == Variable::client_id ? "${{clientid}}"
                                                   : *level;
    }
    const auto one =
        [&](bool publishes, bool subscribes, std::string_view shared, std::string_view group) {
            std::string text = cat("                <permission>\n", line("topic", topic));
            if (!publishes || !subscribes) {
                text += line("activity", publishes ? "PUBLISH" : "SUBSCRIBE");
            }
            if (rule.qos != 0b111) {
                text += line("qos", hivemq_qos_word(rule.qos));
            }
            if (publishes && rule.retain != RetainRule::any) {
                text +=
                    line("retain", rule.retain == RetainRule::only ? "RETAINED" : "NOT_RETAINED");
            }
            if (!shared.empty()) {
                text += line("shared-subscription", shared);
            }
            if (!group.empty()) {
                text += line("shared-group", group);
            }
            return cat(text, "                </permission>\n");
        };
    const auto own = subscribe && rule.share != ShareRule::any ? "NOT_SHARED" : "";
    auto text = one(publish, subscribe, own, "");
    if (subscribe && rule.share == ShareRule::groups) {
        for (const auto group : policy.share_groups.at(rule.section)) {
            text += one(false, true, "SHARED", group);
        }
    }
    return text;
}

} // namespace mqttx::acl
