// SPDX-License-Identifier: Apache-2.0
#include "common/cose/freshness.hpp"

#include "common/base/text.hpp"

#include <algorithm>

namespace mqttx::cose {

namespace {

constexpr std::int64_t default_max_age = 300;

/// Beyond this many seconds (ten thousand years) a limit is none; sums with it stay in range.
constexpr std::int64_t longest_age = 10'000LL * 366 * 86'400;

} // namespace

std::int64_t Freshness::limit_for(const keys::Key& key) const noexcept {
    return key.policy.max_age
               ? std::min(limits_.max_age.value_or(no_age_limit), *key.policy.max_age)
               : limits_.max_age.value_or(default_max_age);
}

bool Freshness::accept(
    const ReceivedMessage& message,
    const Claims& claims,
    bool is_will,
    const keys::Key& key,
    std::int64_t now,
    Verdict& verdict
) {
    if (is_will) {
        verdict.notes.emplace_back("will");
    }
    if (!claims.issued_at || !claims.id) {
        if (!key.policy.freshness_waived) {
            return verdict.refuse(
                Reason::freshness_missing,
                cat("the message on topic ",
                    in_quotes(message.topic),
                    " does not say when and as which one it was sent"),
                R"(only a key with "freshness": "none" allows that)"
            );
        }
        verdict.notes.emplace_back("no-freshness");
    }
    // A will was sealed when its sender connected, however long ago.
    const bool has_age = claims.issued_at && !is_will && !limits_.ignored;
    if (has_age && !(check_age(message, *claims.issued_at, key, now, verdict) &&
                     check_floor(message, *claims.issued_at, verdict))) {
        return false;
    }
    if (const auto decided = check_retained(message, claims, verdict)) {
        return *decided;
    }
    if (claims.id && !check_replay(message, *claims.id, key, now, verdict)) {
        return false;
    }
    if (claims.id && claims.issued_at) {
        memory_.note_newest(
            verdict.sender(), message.topic, {*claims.issued_at, *claims.id, message.retained}
        );
    }
    return true;
}

std::int64_t Freshness::oldest(std::int64_t now) const noexcept {
    const auto limit = limits_.max_age.value_or(default_max_age);
    return limit < longest_age ? now - limit : 0;
}

/// What is older than the memory may have been received before it began.
bool Freshness::check_floor(
    const ReceivedMessage& message, std::int64_t issued_at, Verdict& verdict
) const {
    if (message.retained || issued_at >= memory_.floor()) {
        return true;
    }
    return verdict.refuse(
        Reason::stale,
        cat("the message on topic ",
            in_quotes(message.topic),
            " was sealed before the replay state began: it may have been received already"),
        "the sender has to send it anew"
    );
}

/// A retained message against the newest one that was accepted: it comes again unchanged, or the
/// broker has put an old one back. None when it has to be judged like any other.
std::optional<bool>
Freshness::check_retained(const ReceivedMessage& message, const Claims& claims, Verdict& verdict) {
    if (!message.retained || !memory_.is_kept() || !claims.id || !claims.issued_at) {
        return std::nullopt;
    }
    auto* const newest = memory_.newest(verdict.sender(), message.topic);
    if (newest == nullptr) {
        return std::nullopt;
    }
    const bool is_same_session = newest->id.session == claims.id->session;
    if (is_same_session && newest->id.counter == claims.id->counter) {
        if (newest->was_delivered && message.may_be_repeat) {
            verdict.status = Status::duplicate;
            return false;
        }
        newest->was_delivered = true;
        verdict.notes.emplace_back("unchanged");
        return true;
    }
    if (*claims.issued_at < newest->issued_at ||
        (is_same_session && claims.id->counter < newest->id.counter)) {
        return verdict.refuse(
            Reason::rolled_back,
            cat("the retained message on topic ",
                in_quotes(message.topic),
                " is older than one that was accepted"),
            "the broker, or somebody on the way, has put an old message back"
        );
    }
    return std::nullopt;
}

bool Freshness::check_age(
    const ReceivedMessage& message,
    std::int64_t issued_at,
    const keys::Key& key,
    std::int64_t now,
    Verdict& verdict
) const {
    // A time before 1970 is as old as 1970: the difference stays in range.
    const std::int64_t age = now - std::max<std::int64_t>(issued_at, 0);
    const std::int64_t limit = message.retained ? limits_.retained_max_age : limit_for(key);
    const auto explain = [&](std::int64_t seconds, std::string_view when, std::int64_t most) {
        return cat(
            "the message on topic ",
            in_quotes(message.topic),
            " under key ",
            in_quotes(key.kid),
            " was sent ",
            seconds,
            when,
            ", more than ",
            most
        );
    };
    if (age > limit) {
        return verdict.refuse(
            Reason::stale,
            explain(age, " s ago", limit),
            message.retained ? "--retained-max-age sets another limit"
                             : "--max-age sets another limit, unless the key has its own"
        );
    }
    if (age < 0 && -age > limits_.max_skew) {
        return verdict.refuse(
            Reason::stale,
            explain(-age, " s in the future", limits_.max_skew),
            "set the clocks of both machines, or allow more with --max-skew"
        );
    }
    return true;
}

bool Freshness::check_replay(
    const ReceivedMessage& message,
    const MessageId& id,
    const keys::Key& key,
    std::int64_t now,
    Verdict& verdict
) {
    const std::int64_t limit = limit_for(key);
    const bool ends = limit < longest_age && limits_.max_skew < longest_age;
    // What arrives now may be dated up to max_skew ahead.
    const auto forget_at = ends ? std::optional{now + limit + limits_.max_skew + 1} : std::nullopt;
    const auto sender = verdict.sender();
    const auto answer = memory_.accept(sender, message.topic, id, now, forget_at);
    if (answer == ReplayWindow::Answer::fresh) {
        return true;
    }
    if (answer == ReplayWindow::Answer::seen && message.may_be_repeat) {
        verdict.status = Status::duplicate;
        return false;
    }
    const bool seen = answer == ReplayWindow::Answer::seen;
    return verdict.refuse(
        Reason::replayed,
        cat("message ",
            id.counter,
            " of a sender with key ",
            in_quotes(key.kid),
            " on topic ",
            in_quotes(message.topic),
            seen ? " was received before" : " is too far behind to tell it from a replay"),
        "somebody sent an old envelope again"
    );
}

} // namespace mqttx::cose
