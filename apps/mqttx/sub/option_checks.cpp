// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/declaration.hpp"
#include "apps/mqttx/sub/subscriptions.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/streams.hpp"
#include "common/topic/validity.hpp"

#include <array>
#include <optional>

namespace mqttx::app::sub {

namespace {

[[noreturn]] void refuse(std::string what, std::string hint) {
    throw Error{ErrorKind::usage, std::move(what), std::move(hint)};
}

void check_filters(const Options& options) {
    for (const auto& [filter, qos] : options.filters_with_qos) {
        if (qos != "0" && qos != "1" && qos != "2") {
            refuse(
                cat("--topic-qos ",
                    in_quotes(filter),
                    " takes the QoS 0, 1 or 2, not ",
                    in_quotes(qos)),
                "the filter comes first: --topic-qos 'plant/#' 1"
            );
        }
    }
    const auto subscriptions = subscriptions_of(options);
    if (subscriptions.empty() && options.unsubscriptions.empty()) {
        refuse(
            "there is no topic filter to subscribe to",
            "add --topic FILTER; --topic '#' takes everything"
        );
    }
    for (const auto& subscription : subscriptions) {
        mqtt::check_subscription(subscription);
    }
    for (const auto* const filters : {&options.unsubscriptions, &options.filtered_out}) {
        for (const auto& filter : *filters) {
            mqtt::check_subscription({.filter = filter});
        }
    }
}

/// The ways of writing exclude each other; the command line's own words for those that were given.
void check_ways(const Options& options) {
    struct Way {
        bool given;
        std::string_view name;
    };

    const std::array<Way, 5> ways{
        {{options.format.has_value(), "--format"},
         {options.json, "--json"},
         {options.watch, "--watch"},
         {options.rate, "--rate"},
         {!options.command.empty(), "a command behind --"}}};
    std::string_view first;
    for (const auto& [given, name] : ways) {
        const bool is_pair_of_theirs = name == "--watch" && first == "--format";
        if (given && !first.empty() && !is_pair_of_theirs) {
            refuse(cat(first, " contradicts ", name), "leave one out");
        }
        first = given ? name : first;
    }
}

void check_terminal(const Options& options, const io::Streams& streams) {
    if ((options.watch || options.rate) && !io::is_terminal(streams.out)) {
        refuse(
            cat(options.watch ? "--watch" : "--rate", " needs a terminal to draw on"),
            options.watch ? "into a pipe or file, --verbose or --json write every message"
                          : "into a pipe or file, --format @s writes the second of every message"
        );
    }
}

void check_keeping(Options& options) {
    for (const auto& [received, origin] : options.topic_map) {
        options.receiver.topics.add(received, origin);
    }
    for (const auto& one : subscriptions_of(options)) {
        if (options.report_gaps && topic::shared_subscription(one.filter)) {
            refuse(
                cat("--report-gaps contradicts ",
                    in_quotes(one.filter),
                    ": others get the rest of a shared subscription"),
                "leave one out"
            );
        }
    }
    if (options.dead_letters && options.on_refusal == OnRefusal::fail) {
        refuse(
            "--dead-letter contradicts --on-payload-error fail: the message stays with the broker",
            "leave one out"
        );
    }
}

} // namespace

void check_options(Options& options, const io::Streams& streams) {
    cli::add_url_topic(options.connection, options.filters);
    check_filters(options);
    check_ways(options);
    check_terminal(options, streams);
    check_keeping(options);
    if (options.retained_only && options.no_retained) {
        refuse("--retained-only contradicts --no-retained", "leave one out");
    }
    if (options.command_retries > 0 && options.command.empty()) {
        refuse("--exec-retries is about a command, and there is none", "add -- CMD ARG..");
    }
}

} // namespace mqttx::app::sub
