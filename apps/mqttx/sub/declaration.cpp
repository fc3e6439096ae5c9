// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/declaration.hpp"

#include "apps/mqttx/sub/shared_options.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"

#include <charconv>

namespace mqttx::app::sub {

namespace {

constexpr std::int64_t most_counted = 9'000'000'000'000'000'000;

void request_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Subscription");
    declaration.texts("-t,--topic", options.filters, "FILTER", "subscribe to this topic filter");
    declaration.number(
        "-q,--qos",
        options.qos,
        0,
        2,
        "N",
        "ask for this quality of service: 0, 1 or 2 (0); 1 loses nothing to a crash, 2 may"
    );
    declaration.pairs(
        "--topic-qos",
        options.filters_with_qos,
        "FILTER QOS",
        "subscribe to this topic filter with a quality of service of its own"
    );
    declaration.offer("--topic-qos", cli::ValueKind::number, {"0", "1", "2"});
    declaration.texts(
        "-U,--unsubscribe",
        options.unsubscriptions,
        "FILTER",
        "unsubscribe from this topic filter, which a session that was kept may have"
    );
    declaration.flag(
        "--retain-as-published",
        options.retain_as_published,
        "let the broker hand the retain flag on (MQTT 5)"
    );
    declaration.choice(
        "--retain-handling",
        options.retain_handling,
        {{"always", 0}, {"new", 1}, {"never", 2}, {"0", 0}, {"1", 1}, {"2", 2}},
        "WHEN",
        "send retained messages: always (0), new (1: for a new subscription), never (2) (MQTT 5)"
    );
    declaration.flag(
        "--no-local",
        options.no_local,
        "do not send back what this client identifier published (MQTT 5)"
    );
}

void ending_options(cli::Declaration& declaration, Options& options) {
    declaration.number(
        "-C,--count",
        options.count,
        1,
        most_counted,
        "N",
        "end with success after this many messages"
    );
    declaration.duration(
        "-W,--wait", options.wait, "TIME", "end after this time with exit status 27"
    );
    declaration.flag(
        "-E,--exit-after-subscribe",
        options.exit_when_subscribed,
        "end once the broker has answered every subscription"
    );
}

/// As mosquitto_sub: a percentage between 0.1 and 100.
void chance_option(cli::Declaration& declaration, Options& options) {
    declaration.value(
        "--random-filter",
        cli::ValueKind::text,
        [&options](const std::string& word) {
            double chance = 0;
            const auto* const end = word.data() + word.size();
            const auto [last, fault] = std::from_chars(word.data(), end, chance);
            if (fault != std::errc{} || last != end || !(chance >= 0.1 && chance <= 100)) {
                throw Error{
                    ErrorKind::usage,
                    cat("--random-filter takes a number from 0.1 to 100, not ", in_quotes(word))};
            }
            options.chance = chance;
        },
        "PERCENT",
        "write this share of the messages, drawn by lot"
    );
}

void selection_options(cli::Declaration& declaration, Options& options) {
    declaration.section("Selection");
    declaration.texts(
        "-T,--filter-out",
        options.filtered_out,
        "FILTER",
        "pass over messages whose topic matches this filter"
    );
    declaration.flag(
        "-R,--no-retained",
        options.no_retained,
        "pass over retained messages that were there before"
    );
    declaration.flag(
        "--retained-only",
        options.retained_only,
        "take retained messages only, and end at the first other one"
    );
    declaration.flag(
        "--remove-retained",
        options.remove_retained,
        "clear at the broker every retained message that arrives and is not filtered out"
    );
    chance_option(declaration, options);
}

void live_options(cli::Declaration& declaration, Options& options) {
    declaration.flag(
        "-w,--watch", options.watch, "a live table on the terminal: the last message of each topic"
    );
    declaration.flag(
        "--rate", options.rate, "a live table on the terminal: messages a second of each topic"
    );
    declaration.number(
        "--exec-retries",
        options.command_retries,
        0,
        most_counted,
        "N",
        "run the command behind -- so many times more for a message on which it failed (0)"
    );
    declaration.refused("--message-rate", false, "--rate shows the rates of every topic");
}

} // namespace

void declare_options(cli::Declaration& declaration, Options& options) {
    request_options(declaration, options);
    ending_options(declaration, options);
    selection_options(declaration, options);
    output_options(declaration, options);
    live_options(declaration, options);
    protection_options(declaration, options);
    keeping_options(declaration, options);
    advice_option(declaration, options.acl);
    cli::connection_options(
        declaration,
        options.connection,
        {mqtt::PropertyPacket::subscribe, mqtt::PropertyPacket::unsubscribe}
    );
    cli::output_options(declaration, options.connection.debug);
    declaration.command_after_dashes(
        options.command, "run this for each message, with the payload on its standard input"
    );
}

} // namespace mqttx::app::sub
