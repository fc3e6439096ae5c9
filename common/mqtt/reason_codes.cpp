// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/reason_codes.hpp"

#include "common/base/bytes.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::mqtt {

namespace {

struct Code {
    int number;
    std::string_view text;
};

constexpr std::array return_codes{
    Code{0, "accepted"},
    Code{1, "unacceptable protocol version"},
    Code{2, "client identifier rejected"},
    Code{3, "server unavailable"},
    Code{4, "bad user name or password"},
    Code{5, "not authorized"},
};

constexpr std::array reason_codes{
    Code{0x00, "success"},
    Code{0x01, "granted QoS 1"},
    Code{0x02, "granted QoS 2"},
    Code{0x04, "disconnect with will message"},
    Code{0x10, "no matching subscribers"},
    Code{0x11, "no subscription existed"},
    Code{0x18, "continue authentication"},
    Code{0x19, "re-authenticate"},
    Code{0x80, "unspecified error"},
    Code{0x81, "malformed packet"},
    Code{0x82, "protocol error"},
    Code{0x83, "implementation specific error"},
    Code{0x84, "unsupported protocol version"},
    Code{0x85, "client identifier not valid"},
    Code{0x86, "bad user name or password"},
    Code{0x87, "not authorized"},
    Code{0x88, "server unavailable"},
    Code{0x89, "server busy"},
    Code{0x8A, "banned"},
    Code{0x8B, "server shutting down"},
    Code{0x8C, "bad authentication method"},
    Code{0x8D, "keep alive timeout"},
    Code{0x8E, "session taken over"},
    Code{0x8F, "topic filter invalid"},
    Code{0x90, "topic name invalid"},
    Code{0x91, "packet identifier in use"},
    Code{0x92, "packet identifier not found"},
    Code{0x93, "receive maximum exceeded"},
    Code{0x94, "topic alias invalid"},
    Code{0x95, "packet too large"},
    Code{0x96, "message rate too high"},
    Code{0x97, "quota exceeded"},
    Code{0x98, "administrative action"},
    Code{0x99, "payload format invalid"},
    Code{0x9A, "retain not supported"},
    Code{0x9B, "QoS not supported"},
    Code{0x9C, "use another server"},
    Code{0x9D, "server moved"},
    Code{0x9E, "shared subscriptions not supported"},
    Code{0x9F, "connection rate exceeded"},
    Code{0xA0, "maximum connect time"},
    Code{0xA1, "subscription identifiers not supported"},
    Code{0xA2, "wildcard subscriptions not supported"},
};

template <std::size_t count>
std::string_view
text_of(const std::array<Code, count>& table, int number, std::string_view otherwise) noexcept {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Code& code) {
        return code.number == number;
    });
    return found != table.end() ? found->text : otherwise;
}

template <std::size_t count>
bool is_one_of(int number, const std::array<int, count>& numbers) noexcept {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// CONNACK codes that say "not you": another try changes nothing.
bool refuses_identity(int code, bool mqtt5) noexcept {
    return mqtt5 ? is_one_of(code, std::array{0x85, 0x86, 0x87, 0x8A, 0x8C})
                 : is_one_of(code, std::array{2, 4, 5});
}

std::string hint_for(int code, bool mqtt5) {
    if (code == (mqtt5 ? 0x86 : 4)) {
        return "check --username and the password (--password-file, --password-env, "
               "--ask-password); a broker that maps certificates to users wants --cert and --key";
    }
    if (code == (mqtt5 ? 0x87 : 5)) {
        return "the broker tells no more: check --username and the password (--password-file, "
               "--password-env, --ask-password), or --cert and --key, and that this user may "
               "connect";
    }
    if (code == (mqtt5 ? 0x85 : 2)) {
        return "choose another client identifier with --id";
    }
    if (code == (mqtt5 ? 0x84 : 1)) {
        return mqtt5 ? "try --protocol-version 311"
                     : "it speaks another version of MQTT: --protocol-version takes 31, 311 and 5";
    }
    if (mqtt5 && code == 0x90) {
        return "it does not take the topic of the will: --will-topic";
    }
    if (mqtt5 && code == 0x99) {
        return "the will's payload is not what its payload-format-indicator says";
    }
    if (mqtt5 && code == 0x9A) {
        return "it keeps no retained messages: leave out --will-retain";
    }
    if (mqtt5 && code == 0x9B) {
        return "it does not go as high: --will-qos 0";
    }
    if (mqtt5 && (code == 0x9C || code == 0x9D)) {
        return "ask the broker's operator for the new address";
    }
    return refuses_identity(code, mqtt5) ? "" : "try again later, or with --retry-for";
}

} // namespace

std::string_view return_code_text(int code) noexcept {
    return text_of(return_codes, code, "reserved return code");
}

std::string_view reason_code_text(int code) noexcept {
    return text_of(reason_codes, code, "unknown reason code");
}

std::string describe_code(int code, bool mqtt5) {
    if (!mqtt5) {
        return cat(code, ' ', return_code_text(code));
    }
    const auto byte = static_cast<std::uint8_t>(code);
    return cat("0x", to_hex({&byte, 1}), ' ', reason_code_text(code));
}

bool lacks_permission(int code) noexcept {
    return code == 0x80 || code == 0x87;
}

Error connack_fault(
    int code,
    bool mqtt5,
    std::string_view broker,
    std::string reason_string,
    std::string_view other_server
) {
    const auto kind = refuses_identity(code, mqtt5) ? ErrorKind::identity : ErrorKind::unavailable;
    const auto said = reason_string.empty() ? std::string{} : cat(" (\"", reason_string, "\")");
    return {
        kind,
        cat(broker, " refused the connection: ", describe_code(code, mqtt5), said),
        other_server.empty() ? hint_for(code, mqtt5)
                             : cat("it names another: ", in_quotes(other_server)),
        ErrorFacts{.mqtt_reason = code, .reason_string = std::move(reason_string)}};
}

bool disconnect_allows_reconnect(int code) noexcept {
    return is_one_of(
        code, std::array{0x00, 0x80, 0x83, 0x89, 0x8B, 0x8D, 0x96, 0x97, 0x98, 0x9F, 0xA0}
    );
}

Error disconnect_fault(int code, std::string_view broker) {
    const bool identity = is_one_of(code, std::array{0x87, 0x8C, 0x8E});
    const bool moved = is_one_of(code, std::array{0x9C, 0x9D});
    const auto kind = identity ? ErrorKind::identity
                      : moved  ? ErrorKind::unavailable
                               : ErrorKind::denied;
    const std::string hint = code == 0x8E
                                 ? "client id in use? another client connected with the same --id"
                                 : hint_for(code, true);
    return {
        kind,
        cat(broker, " ended the connection: ", describe_code(code, true)),
        kind == ErrorKind::denied ? "" : hint,
        ErrorFacts{.mqtt_reason = code}};
}

} // namespace mqttx::mqtt
