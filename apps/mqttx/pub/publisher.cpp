// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/publisher.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/run.hpp"
#include "common/io/streams.hpp"
#include "common/mqtt/reason_codes.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

namespace mqttx::app::pub {

namespace {

constexpr std::chrono::seconds patience_after_signal{5};

} // namespace

Publisher::Publisher(
    const Options& options,
    mqtt::ConnectOptions connect,
    Protection protection,
    Source& source,
    cli::Context& context
)
    : options_{options}, source_{source}, context_{context}, protection_{std::move(protection)},
      session_{std::move(connect), *this},
      progress_{
          context.streams.err,
          context.diagnostics.are_for_people() && (options.is_stream() || options.repeat > 1)} {}

cli::ExitCode Publisher::run() {
    try {
        publish_all();
        close();
    } catch (...) { // the count matters most to whom the rest is missing
        progress_.clear();
        report();
        throw;
    }
    progress_.clear();
    report();
    if (stopped_by_) {
        std::rethrow_exception(stopped_by_);
    }
    return verdict();
}

void Publisher::publish_all() {
    io::Signals signals;
    while (has_more() || session_.under_way() > 0) {
        if (has_more()) {
            prepare([&] { hand_over(); });
        }
        turn(&signals);
        progress_.show(counts_.accepted, session_.under_way(), Progress::Clock::now());
        if (signal_) {
            finish_after_signal(*signal_);
        }
    }
}

bool Publisher::has_more() const {
    return !stopped_by_ && (item_ || !source_.is_exhausted());
}

/// Does something about the messages to come. What fails there (a line too large, a key that ran
/// out) ends the run, but what is under way is brought home first.
template <typename Call> void Publisher::prepare(Call call) {
    try {
        call();
    } catch (...) {
        stopped_by_ = std::current_exception();
        item_.reset();
    }
}

/// Fills the window. Standard input is read only while there is room, so memory stays flat.
void Publisher::hand_over() {
    // A large window that is nearly full waits for more acknowledgements: packets then go out
    // together. A small one may not: the broker's would wait for our TCP to confirm the first of
    // them, and that for 40 ms.
    constexpr std::size_t parts = 8;
    constexpr std::size_t large = 100;
    if (session_.under_way() > large && session_.room() * parts < session_.under_way()) {
        return;
    }
    const auto now = Source::Clock::now();
    is_starved_ = false;
    while (session_.room() > 0) {
        if (!item_) {
            item_ = source_.next(now);
            next_topic_ = 0;
        }
        if (!item_) {
            is_starved_ = true;
            return;
        }
        const auto* const recorded = item_->recorded;
        publish(*item_, recorded != nullptr ? recorded->topic : options_.topics[next_topic_]);
        if (++next_topic_ >= topics_each()) {
            item_.reset();
        }
    }
}

const Publisher::Choice& Publisher::choice_for(
    const std::string& topic, const mqtt::Properties& properties, bool is_recorded
) {
    const std::int64_t now = std::time(nullptr);
    if (!choice_ || choice_->time != now || choice_->topic != topic || is_recorded) {
        auto keys = protection_.keys_for(topic, now);
        auto outer = keys ? Protection::around_envelope(properties, *keys) : mqtt::Properties{};
        choice_ = {topic, now, std::move(keys), std::move(outer)};
    }
    return *choice_;
}

void Publisher::publish(const Item& item, const std::string& topic) {
    const auto* const recorded = item.recorded;
    const auto& properties = recorded != nullptr
                                 ? recorded->properties
                                 : options_.connection.properties.of(mqtt::PropertyPacket::publish);
    mqtt::OutgoingMessage message{topic, item.payload, options_.qos, options_.retain, &properties};
    if (recorded != nullptr) {
        message.qos = recorded->qos.value_or(options_.qos);
        message.retain = recorded->retain.value_or(options_.retain);
        recorded_topics_.emplace(next_ticket_, topic);
        advise({acl::Operation::publish, message.qos, message.retain}, topic);
    }
    const bool clears = item.payload.empty() && message.retain;
    Bytes envelope;
    if (!clears) {
        const auto& choice = choice_for(topic, properties, recorded != nullptr);
        if (choice.keys) {
            envelope = protection_.seal(*choice.keys, topic, item.payload, choice.time, properties);
            message.payload = envelope;
            message.properties = &choice.outer;
        }
    }
    session_.publish(message, next_ticket_);
    ++next_ticket_;
}

/// Says once of a topic of a recording that the permission file does not allow it.
void Publisher::advise(acl::Action action, const std::string& topic) {
    if (options_.advice && !options_.advice->allows(action, topic) &&
        advised_.insert(topic).second) {
        progress_.clear();
        options_.advice->tell(action, topic, context_.diagnostics);
    }
}

/// One turn of the loop: the broker, the source when it has nothing at hand, and signals.
void Publisher::turn(io::Signals* signals) {
    const bool starved = has_more() && is_starved_ && session_.room() > 0;
    std::array<int, 2> descriptors{
        signals != nullptr ? signals->descriptor() : -1, starved ? source_.descriptor() : -1};
    mqtt::Session::Watch watch{descriptors, progress_.due(counts_.accepted, session_.under_way())};
    if (const auto due = starved ? source_.due() : std::nullopt) {
        watch.until = std::min(*due, watch.until.value_or(*due));
    }
    const auto ready = session_.step(watch);
    if ((ready & 1U) != 0 && signals != nullptr) {
        signal_ = signals->take();
    }
    if ((ready & 2U) != 0) {
        is_starved_ = false;
        prepare([&] { source_.fill(); });
    }
}

/// No more is read; what is under way gets a little time to be acknowledged.
void Publisher::finish_after_signal(int signal) {
    context_.signal = signal;
    const auto deadline = mqtt::Session::Clock::now() + patience_after_signal;
    while (session_.is_up() && session_.under_way() > 0 && mqtt::Session::Clock::now() < deadline) {
        session_.step({{}, deadline});
    }
    close();
    progress_.clear();
    context_.diagnostics.note(
        cat("stopped by a signal: ",
            counts_.accepted,
            " of ",
            counted(next_ticket_, "message"),
            " accepted")
    );
    throw cli::Interrupted{signal};
}

void Publisher::close() {
    session_.disconnect();
    while (!session_.is_closed()) {
        session_.step({});
    }
}

cli::ExitCode Publisher::verdict() const {
    if (counts_.denied > 0) {
        return cli::ExitCode::denied;
    }
    if (counts_.lost > 0) {
        throw Error{
            ErrorKind::delivery,
            cat(counted(counts_.lost, "message"), " of QoS 0 went with a lost connection"),
            "--qos 1 sends them again"};
    }
    return cli::ExitCode::ok;
}

void Publisher::report() const {
    if (options_.report) {
        const auto open = next_ticket_ - counts_.accepted - counts_.denied - counts_.lost;
        context_.diagnostics.note(
            cat(counts_.accepted,
                " accepted, ",
                counts_.denied,
                " denied, ",
                open + counts_.lost,
                " unacknowledged")
        );
    }
}

const std::string& Publisher::topic_of(std::uint64_t ticket) const {
    const auto found = recorded_topics_.find(ticket);
    return found != recorded_topics_.end() ? found->second
                                           : options_.topics[ticket % options_.topics.size()];
}

/// To how many topics each message of the source goes.
std::size_t Publisher::topics_each() const noexcept {
    return std::max<std::size_t>(options_.topics.size(), 1);
}

std::string Publisher::name_of(std::uint64_t ticket) {
    const auto name = source_.name_of(ticket / topics_each() + 1);
    return options_.topics.size() > 1 ? cat(name, " to ", in_quotes(topic_of(ticket))) : name;
}

} // namespace mqttx::app::pub
