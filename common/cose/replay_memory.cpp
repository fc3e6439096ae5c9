// SPDX-License-Identifier: Apache-2.0
#include "common/cose/replay_memory.hpp"

#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"

#include <algorithm>
#include <limits>

namespace mqttx::cose {

namespace {

// Each record is an array; its first member says of what kind.
constexpr std::int64_t beginning = 0;  // name and version of the format, floor
constexpr std::int64_t accepted = 1;   // sender, topic, id, time of forgetting
constexpr std::int64_t window = 2;     // name of a session, time of forgetting, window
constexpr std::int64_t newest_one = 3; // sender, topic, id, time of sealing

constexpr std::string_view format = "mqttx replay state 1";
constexpr std::size_t length_size = 4;

void append_record(Bytes& out, const Bytes& record) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(record.size() >> static_cast<unsigned>(shift)));
    }
    out.insert(out.end(), record.begin(), record.end());
}

void write_time(cbor::Writer& out, std::optional<std::int64_t> time) {
    if (time) {
        out.integer(*time);
    } else {
        out.null();
    }
}

/// A time or null.
bool read_time(cbor::Reader& in, std::optional<std::int64_t>& time) {
    time = in.integer();
    return time || in.skip().size() == 1;
}

bool is_older(const Newest& one, const Newest& other) noexcept {
    return one.issued_at < other.issued_at ||
           (one.id.session == other.id.session && one.id.counter < other.id.counter);
}

} // namespace

ReplayWindow::Answer ReplayMemory::accept(
    std::string_view sender,
    std::string_view topic,
    const MessageId& id,
    std::int64_t now,
    std::optional<std::int64_t> forget_at
) {
    const auto answer = guard_.accept(sender, topic, id, now, forget_at);
    if (is_kept_ && answer == ReplayWindow::Answer::fresh) {
        Bytes record;
        cbor::Writer out{record};
        out.array(5).integer(accepted).text(sender).text(topic).bytes(id.to_bytes());
        write_time(out, forget_at);
        append_record(journal_, record);
    }
    return answer;
}

Newest* ReplayMemory::newest(std::string_view sender, std::string_view topic) {
    const auto known = newest_.find(Place{sender, topic});
    return known == newest_.end() ? nullptr : &known->second;
}

void ReplayMemory::note_newest(
    std::string_view sender, std::string_view topic, const Newest& message
) {
    if (!is_kept_) {
        return;
    }
    auto known = newest_.find(Place{sender, topic});
    if (known != newest_.end() && !is_older(known->second, message)) {
        return;
    }
    if (known == newest_.end() && newest_.size() >= most_newest) {
        newest_.erase(std::ranges::min_element(newest_, {}, [](const auto& one) {
            return one.second.issued_at;
        }));
    }
    newest_[Place{sender, topic}] = message;
    Bytes record;
    cbor::Writer{record}
        .array(5)
        .integer(newest_one)
        .text(sender)
        .text(topic)
        .bytes(message.id.to_bytes())
        .integer(message.issued_at);
    append_record(journal_, record);
}

Bytes ReplayMemory::snapshot() const {
    Bytes out;
    Bytes record;
    cbor::Writer{record}.array(3).integer(beginning).text(format).integer(floor_);
    append_record(out, record);
    guard_.visit([&](std::string_view name,
                     std::optional<std::int64_t> forget_at,
                     const ReplayWindow& seen) {
        record.clear();
        cbor::Writer writer{record};
        writer.array(4).integer(window).bytes(as_bytes(name));
        write_time(writer, forget_at);
        writer.bytes(seen.to_bytes());
        append_record(out, record);
    });
    for (const auto& [place, message] : newest_) {
        record.clear();
        cbor::Writer writer{record};
        writer.array(5).integer(newest_one).text(place.first).text(place.second);
        writer.bytes(message.id.to_bytes()).integer(message.issued_at);
        append_record(out, record);
    }
    return out;
}

bool ReplayMemory::load(ByteView records, std::int64_t now) {
    bool is_first = true;
    while (records.size() >= length_size) {
        std::size_t length = 0;
        for (const auto byte : records.first(length_size)) {
            length = length << 8U | byte;
        }
        if (length > records.size() - length_size) {
            break;
        }
        const auto record = records.subspan(length_size, length);
        const bool begins = !record.empty() && record.size() > 1 && record[1] == beginning;
        if (begins != is_first || !load_record(record, now)) {
            return false;
        }
        is_first = false;
        records = records.subspan(length_size + length);
    }
    return !is_first;
}

bool ReplayMemory::load_record(ByteView record, std::int64_t now) {
    if (cbor::find_fault(record)) {
        return false;
    }
    cbor::Reader in{record};
    const auto members = in.array();
    const auto kind = in.integer();
    if (kind == beginning && members == 3) {
        const bool is_ours = in.text() == format;
        floor_ = in.integer().value_or(std::numeric_limits<std::int64_t>::max());
        return is_ours;
    }
    std::optional<std::int64_t> time;
    if (kind == window && members == 4) {
        const auto name = in.bytes();
        const bool is_timed = read_time(in, time);
        auto seen = ReplayWindow::from_bytes(in.bytes().value_or(ByteView{}));
        if (!name || !is_timed || !seen) {
            return false;
        }
        if (!time || *time > now) {
            guard_.restore(as_text(*name), time, *std::move(seen));
        }
        return true;
    }
    const auto sender = in.text();
    const auto topic = in.text();
    const auto id = MessageId::from_bytes(in.bytes().value_or(ByteView{}));
    if (members != 5 || !sender || !topic || !id || !read_time(in, time)) {
        return false;
    }
    if (kind == accepted) {
        if (!time || *time > now) {
            guard_.accept(*sender, *topic, *id, now, time);
        }
        return true;
    }
    if (kind != newest_one || !time) {
        return false;
    }
    newest_[Place{*sender, *topic}] = {*time, *id};
    return true;
}

} // namespace mqttx::cose
