// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/arrival.hpp"

#include "common/base/text.hpp"

#include <array>

namespace mqttx::app::sub {

std::string Arrival::content_type() const {
    if (!verdict.is_opened()) {
        return mqtt::text_of(message.properties, mqtt::property_id::content_type).value_or("");
    }
    if (!verdict.content_type) {
        return {};
    }
    const auto* const number = std::get_if<std::int64_t>(&*verdict.content_type);
    return number != nullptr ? std::to_string(*number)
                             : std::get<std::string>(*verdict.content_type);
}

mqtt::Properties Arrival::properties() const {
    auto shown = message.properties;
    if (verdict.is_opened()) {
        constexpr auto is_content_type = [](const mqtt::Property& property) {
            return property.identifier == mqtt::property_id::content_type;
        };
        std::erase_if(shown, is_content_type);
        if (verdict.content_type) {
            shown.push_back({mqtt::property_id::content_type, content_type()});
        }
    }
    return shown;
}

std::string local_time(const timespec& time, const std::string& format) {
    tm parts{};
    ::localtime_r(&time.tv_sec, &parts);
    std::array<char, 256> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format.c_str(), &parts)};
}

std::string rfc3339(const timespec& time) {
    tm parts{};
    ::gmtime_r(&time.tv_sec, &parts);
    std::array<char, 24> text{};
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const auto nanoseconds = std::to_string(1'000'000'000 + time.tv_nsec).substr(1);
    return cat(std::string_view{text.data(), length}, '.', nanoseconds, 'Z');
}

} // namespace mqttx::app::sub
