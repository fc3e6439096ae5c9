// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_text.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

std::string test_text(const SubjectTest& test) {
    const auto known =
        std::find_if(subject_keys.begin(), subject_keys.end(), [&](const KeyWord& name) {
            return name.key == test.key;
        });
    const auto key = known == subject_keys.end() ? "user" // a glob, which no native file knows
                                                 : known->word;
    if (test.key <= SubjectKey::anonymous) {
        return cat(key, " = true");
    }
    if (test.values.size() == 1) {
        return cat(key, " = ", toml_string(test.values.front()));
    }
    std::string list;
    for (const auto value : test.values) {
        list += cat(list.empty() ? "" : ", ", toml_string(value));
    }
    return cat(key, " = [", list, ']');
}

std::string table_text(const Conjunction& tests) {
    std::string text;
    for (const auto& test : tests) {
        text += cat(text.empty() ? "{ " : ", ", test_text(test));
    }
    return text + " }";
}

std::string qos_list(std::uint8_t qos) {
    std::string list;
    for (unsigned level = 0; level <= 2; ++level) {
        if (((static_cast<unsigned>(qos) >> level) & 1U) != 0) {
            list += cat(list.empty() ? "" : ", ", level);
        }
    }
    return cat('[', list, ']');
}

} // namespace

/// Written as JSON writes a string, but for DEL.
std::string toml_string(std::string_view text) {
    std::string json;
    io::append_json_string(json, text);
    std::string out;
    for (const char byte : json) {
        if (byte == '\x7F') {
            out += "\\u007F";
        } else {
            out += byte;
        }
    }
    return out;
}

std::string toml_strings(std::span<const std::string> texts) {
    if (texts.size() == 1) {
        return toml_string(texts.front());
    }
    std::string list = "[\n";
    for (const auto& text : texts) {
        list += cat("    ", toml_string(text), ",\n");
    }
    return list + "]";
}

std::string rule_text(const RuleWords& rule) {
    auto text =
        cat("\n[[rule]]\nsubject = ",
            rule.subject,
            "\neffect = ",
            rule.effect == Effect::allow ? "\"allow\"" : "\"deny\"",
            "\noperation = ",
            rule.publish && rule.subscribe ? "\"both\""
            : rule.publish                 ? "\"publish\""
                                           : "\"subscribe\"",
            "\ntopic = ",
            toml_strings(rule.topics),
            '\n');
    if (rule.qos != 0b111) {
        text += cat("qos = ", qos_list(rule.qos), '\n');
    }
    if (rule.retain != RetainRule::any) {
        text += cat("retain = ", rule.retain == RetainRule::only ? "\"only\"" : "\"never\"", '\n');
    }
    if (!rule.share.empty()) {
        text += cat("share = ", rule.share, '\n');
    }
    return text;
}

void RuleText::add(Effect effect, bool publish, bool subscribe, std::string_view filter) {
    auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const RuleWords& known) {
        return known.effect == effect && known.publish == publish && known.subscribe == subscribe;
    });
    if (rule == rules_.end()) {
        const bool shares = effect == Effect::allow && subscribe;
        rule = rules_.insert(
            rules_.end(),
            RuleWords{
                .effect = effect,
                .publish = publish,
                .subscribe = subscribe,
                .share = shares ? "\"any\"" : ""}
        );
    }
    if (std::find(rule->topics.begin(), rule->topics.end(), filter) == rule->topics.end()) {
        rule->topics.emplace_back(filter);
    }
}

std::string RuleText::write(std::string_view subject) const {
    std::string text;
    for (auto rule : rules_) {
        rule.subject = subject;
        text += rule_text(rule);
    }
    return text;
}

std::string subject_value(std::span<const Conjunction> any_of) {
    if (any_of.size() == 1) {
        return table_text(any_of.front());
    }
    std::string list;
    for (const auto& tests : any_of) {
        list += cat(list.empty() ? "" : ", ", table_text(tests));
    }
    return cat('[', list, ']');
}

} // namespace mqttx::acl
