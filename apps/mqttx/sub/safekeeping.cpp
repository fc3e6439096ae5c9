// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/safekeeping.hpp"

#include "apps/mqttx/sub/message_json.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/keys/key.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

namespace mqttx::app::sub {

Safekeeping::Safekeeping(const Options& options, cose::Receiver& receiver, Tell tell)
    : receiver_{receiver}, tell_{std::move(tell)} {
    if (options.replay_state) {
        const std::int64_t now = std::time(nullptr);
        replays_.emplace(*options.replay_state, receiver.memory(), now, receiver.oldest(now));
    }
    if (options.dead_letters) {
        const auto& path = *options.dead_letters;
        letters_file_ =
            io::Descriptor{::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)};
        if (!letters_file_.is_open()) {
            throw Error{
                ErrorKind::local,
                cat("cannot write ", in_quotes(path), ": ", system_error_text(errno))};
        }
        letters_.emplace(letters_file_.number(), in_quotes(path));
    }
    if (options.report_gaps) {
        gaps_.emplace();
    }
}

void Safekeeping::handed_on(const Arrival& arrival) {
    const auto& verdict = arrival.verdict;
    if (std::ranges::find(verdict.notes, "will") != verdict.notes.end() && verdict.issued_at) {
        tell_(
            cat("the message on ",
                in_quotes(arrival.message.topic),
                " is a will, sealed at ",
                keys::time_text(*verdict.issued_at))
        );
    }
    // A retained message was there before, and the broker keeps only the last.
    if (gaps_ && !arrival.message.retain) {
        if (const auto gap = gaps_->add(verdict, arrival.message.topic)) {
            tell_(*gap);
        }
    }
}

void Safekeeping::refused(const Arrival& arrival) {
    if (letters_) {
        letters_->write(message_json(arrival));
        letters_->write("\n");
    }
}

void Safekeeping::save() {
    if (letters_) {
        letters_->flush();
    }
    if (replays_) {
        replays_->save();
    }
}

void Safekeeping::drop() {
    receiver_.memory().take_journal();
}

} // namespace mqttx::app::sub
