// SPDX-License-Identifier: Apache-2.0
#include "common/acl/beside.hpp"

#include <algorithm>
#include <array>

namespace mqttx::acl {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// Calls `visit(line)` for each line, its line feed left out.
template <typename Visit> void each_line(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

const ConfSetting* MosquittoConf::find(std::string_view name) const noexcept {
    const auto found = std::find_if(settings.rbegin(), settings.rend(), [&](const auto& setting) {
        return setting.name == name;
    });
    return found == settings.rend() ? nullptr : &*found;
}

bool MosquittoConf::is_true(std::string_view name) const noexcept {
    return std::any_of(settings.begin(), settings.end(), [&](const ConfSetting& setting) {
        return setting.name == name && (setting.value == "true" || setting.value == "1");
    });
}

bool MosquittoConf::lets_anonymous_in() const noexcept {
    if (find("allow_anonymous") != nullptr) {
        return is_true("allow_anonymous");
    }
    return find("listener") == nullptr && find("port") == nullptr;
}

bool MosquittoConf::names_by_certificate() const noexcept {
    return is_true("use_identity_as_username") || is_true("use_subject_as_username");
}

bool MosquittoConf::authenticates() const noexcept {
    constexpr std::array<std::string_view, 5> ways{
        "password_file", "psk_file", "plugin", "auth_plugin", "global_plugin"};
    return names_by_certificate() ||
           std::any_of(ways.begin(), ways.end(), [this](auto way) { return find(way) != nullptr; });
}

MosquittoConf read_mosquitto_conf(std::string_view text) {
    MosquittoConf conf{text, {}};
    each_line(text, [&](std::string_view raw) {
        const auto line = trimmed(raw);
        if (line.empty() || line.front() == '#') {
            return;
        }
        const auto name = line.substr(0, line.find_first_of(blanks));
        conf.settings.push_back({name, trimmed(line.substr(name.size())), span_of(line, text)});
    });
    return conf;
}

PasswordFile read_password_file(std::string_view text) {
    PasswordFile file{text, {}};
    each_line(text, [&](std::string_view raw) {
        const auto line = trimmed(raw);
        const auto colon = line.find(':');
        if (!line.starts_with('#') && colon != std::string_view::npos && colon > 0) {
            const auto name = line.substr(0, colon);
            file.users.push_back({name, span_of(name, text)});
        }
    });
    return file;
}

} // namespace mqttx::acl
