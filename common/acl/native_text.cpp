// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_text.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

std::string list_of(const std::vector<std::string>& filters) {
    if (filters.size() == 1) {
        return quoted(filters.front());
    }
    std::string list = "[\n";
    for (const auto& filter : filters) {
        list += cat("    ", quoted(filter), ",\n");
    }
    return list + "]";
}

} // namespace

/// As JSON writes one, but for DEL.
std::string quoted(std::string_view text) {
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

void RuleText::add(Effect effect, bool publish, bool subscribe, std::string_view filter) {
    const auto kind = std::tuple{effect, publish, subscribe};
    auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& known) {
        return known.kind == kind;
    });
    if (group == groups_.end()) {
        group = groups_.insert(groups_.end(), Group{kind, {}});
    }
    auto& filters = group->filters;
    if (std::find(filters.begin(), filters.end(), filter) == filters.end()) {
        filters.emplace_back(filter);
    }
}

std::string RuleText::write(std::string_view subject) const {
    std::string text;
    for (const auto& [kind, filters] : groups_) {
        const auto& [effect, publish, subscribe] = kind;
        const bool allow = effect == Effect::allow;
        text +=
            cat("\n[[rule]]\nsubject = ",
                subject,
                "\neffect = ",
                allow ? "\"allow\"" : "\"deny\"",
                "\noperation = ",
                publish && subscribe ? "\"both\""
                : publish            ? "\"publish\""
                                     : "\"subscribe\"",
                "\ntopic = ",
                list_of(filters),
                allow && subscribe ? "\nshare = \"any\"\n" : "\n");
    }
    return text;
}

} // namespace mqttx::acl
