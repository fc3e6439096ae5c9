// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/probe.hpp"
#include "common/base/text.hpp"
#include "common/mqtt/reason_codes.hpp"

namespace mqttx::app::doctor {

namespace {

constexpr std::string_view layer = "probe";
constexpr int first_refusal = 0x80;
constexpr auto name_the_topics =
    "in mosquitto.conf: acl_file FILE, which names the topics of each user";

/// Refused by MQTT or already by TLS, as it should be; or nothing is known.
Finding refused_or_unknown(std::string_view check, const Attempt& seen, std::string_view whom) {
    if (!seen.fault) {
        return {layer, check, Outcome::untested, "the broker gave no answer"};
    }
    const auto& fault = *seen.fault;
    if (fault.facts().mqtt_reason || fault.kind() == ErrorKind::tls) {
        return {layer, check, Outcome::ok, cat(whom, " is refused: ", fault.what())};
    }
    return {layer, check, Outcome::untested, fault.what(), fault.hint()};
}

std::string some_of(const std::set<std::string>& topics) {
    constexpr std::size_t most = 3;
    std::string text;
    std::size_t count = 0;
    for (const auto& topic : topics) {
        if (count++ == most) {
            return cat(text, " and ", topics.size() - most, " more");
        }
        text += cat(count == 1 ? "" : ", ", in_quotes(topic));
    }
    return text;
}

/// The answer did not come, because the session ended before it.
Finding without_answer(std::string_view check, std::string_view packet, const Trespass& seen) {
    return {
        layer,
        check,
        Outcome::untested,
        cat("no ", packet, " came", seen.fault ? cat(": ", seen.fault->what()) : "")};
}

Finding judge_everything(const Trespass& seen) {
    constexpr std::string_view check = "everything";
    if (!seen.everything) {
        return without_answer(check, "SUBACK", seen);
    }
    if (*seen.everything >= first_refusal) {
        return {layer, check, Outcome::ok, "a subscription to '#' is refused"};
    }
    if (!seen.foreign_topics.empty()) {
        return {
            layer,
            check,
            Outcome::warn,
            cat("'#' brings us messages of ", some_of(seen.foreign_topics)),
            name_the_topics};
    }
    if (seen.heard_ourselves) {
        return {
            layer,
            check,
            Outcome::warn,
            "'#' brought us our own message, and nobody else published meanwhile: it may bring "
            "everything",
            name_the_topics};
    }
    return {
        layer,
        check,
        Outcome::untested,
        "a subscription to '#' is granted; nothing that it could bring was published meanwhile"};
}

Finding judge_statistics(const Trespass& seen) {
    constexpr std::string_view check = "statistics";
    if (!seen.statistics) {
        return without_answer(check, "SUBACK", seen);
    }
    if (seen.heard_statistics) {
        return {
            layer,
            check,
            Outcome::warn,
            "'$SYS/#' shows us the broker's version, load and clients",
            "grant '$SYS/#' to those who watch the broker and to nobody else"};
    }
    return {layer, check, Outcome::ok, "'$SYS/#' shows us nothing"};
}

Finding judge_denial(const Trespass& seen) {
    constexpr std::string_view check = "denial";
    if (!seen.published) {
        return without_answer(check, "PUBACK", seen);
    }
    if (*seen.published >= first_refusal) {
        return {
            layer,
            check,
            Outcome::ok,
            cat("a publish to a topic that is not ours is refused, and that is reported: ",
                mqtt::reason_code_text(*seen.published))};
    }
    if (seen.heard_ourselves) {
        return {
            layer,
            check,
            Outcome::warn,
            "we may publish to any topic, and read it: right for an administrator alone",
            name_the_topics};
    }
    if (!seen.mqtt5) {
        return {
            layer,
            check,
            Outcome::untested,
            "MQTT 3 does not report a denied publish",
            "leave out --protocol-version"};
    }
    return {
        layer,
        check,
        Outcome::warn,
        "a publish to a topic nobody uses is accepted: it is not denied, or denials are not "
        "reported",
        name_the_topics};
}

} // namespace

Finding judge_anonymous(const Attempt& seen) {
    constexpr std::string_view check = "anonymous";
    if (seen.connack) {
        return {
            layer,
            check,
            Outcome::fail,
            "somebody without a name is let in",
            std::string{close_the_door}};
    }
    return refused_or_unknown(check, seen, "somebody without a name");
}

Finding judge_wrong_password(const std::string& username, const Attempt& seen) {
    constexpr std::string_view check = "wrong-password";
    if (seen.connack) {
        return {
            layer,
            check,
            Outcome::fail,
            cat("a wrong password of ", in_quotes(username), " is let in"),
            std::string{close_the_door}};
    }
    return refused_or_unknown(check, seen, "a wrong password");
}

Finding judge_plain_port(int port, const std::optional<Attempt>& seen) {
    constexpr std::string_view check = "plain-port";
    constexpr auto take_it_out =
        "take that listener out of mosquitto.conf, or bind it to localhost";
    if (!seen) {
        return {layer, check, Outcome::ok, cat("nothing answers at port ", port, " without TLS")};
    }
    if (seen->connack) {
        return {
            layer,
            check,
            Outcome::fail,
            cat("port ", port, " lets anybody in, without TLS"),
            take_it_out};
    }
    if (seen->fault && seen->fault->facts().mqtt_reason) {
        return {
            layer,
            check,
            Outcome::warn,
            cat("port ", port, " takes passwords without TLS"),
            take_it_out};
    }
    return {layer, check, Outcome::ok, cat("port ", port, " is no MQTT broker without TLS")};
}

Findings judge_trespass(const Trespass& seen) {
    if (seen.fault && !seen.everything) {
        const std::string reason = seen.fault->what();
        return {
            {layer, "everything", Outcome::untested, reason},
            {layer, "statistics", Outcome::untested, reason},
            {layer, "denial", Outcome::untested, reason}};
    }
    return {judge_everything(seen), judge_statistics(seen), judge_denial(seen)};
}

} // namespace mqttx::app::doctor
