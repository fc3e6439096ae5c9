// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/pki/record.hpp"
#include "common/tls/words.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace mqttx::pki {

/// Takes members out of a JSON object and remembers whether one was missing or of another type.
class Members {
  public:
    explicit Members(const nlohmann::json& object) : object_{object} {}

    std::string text(const char* name) {
        const auto found = object_.find(name);
        if (found == object_.end() || !found->is_string()) {
            complete_ = false;
            return {};
        }
        return found->get<std::string>();
    }

    std::time_t time(const char* name) {
        const auto time = tls::parse_time(text(name));
        complete_ = complete_ && time.has_value();
        return time.value_or(0);
    }

    std::uint64_t number(const char* name) {
        const auto found = object_.find(name);
        if (found == object_.end() || !found->is_number_unsigned()) {
            complete_ = false;
            return 0;
        }
        return found->get<std::uint64_t>();
    }

    std::optional<std::string> optional_text(const char* name) {
        const auto found = object_.find(name);
        return found != object_.end() && found->is_null() ? std::nullopt
                                                          : std::optional{text(name)};
    }

    std::vector<std::string> texts(const char* name) {
        std::vector<std::string> texts;
        const auto found = object_.find(name);
        complete_ = complete_ && found != object_.end() && found->is_array();
        for (std::size_t at = 0; complete_ && at < found->size(); ++at) {
            complete_ = (*found)[at].is_string();
            texts.push_back(complete_ ? (*found)[at].get<std::string>() : std::string{});
        }
        return texts;
    }

    Role role(const char* name) {
        const auto role = role_named(text(name));
        complete_ = complete_ && role.has_value();
        return role.value_or(Role::client);
    }

    [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }

    void require(bool holds) noexcept { complete_ = complete_ && holds; }

    [[nodiscard]] bool are_complete() const noexcept { return complete_; }

  private:
    const nlohmann::json& object_;
    bool complete_ = true;
};

/// The record of a certificate in an object, or none.
std::optional<Record> record_in(Members& members);

} // namespace mqttx::pki
