// SPDX-License-Identifier: Apache-2.0
#include "common/cose/cbor_reader.hpp"

#include "common/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace mqttx::cose::cbor {

namespace {

/// What stands before the content of an item (RFC 8949 section 3).
struct Head {
    Type type;
    std::uint8_t information; ///< the lower five bits
    std::uint64_t argument;
    std::size_t length; ///< of the head itself: 1, 2, 3, 5 or 9
};

/// Reads the head at the front; none when it is cut short or its form is reserved or indefinite.
std::optional<Head> read_head(ByteView bytes) noexcept {
    if (bytes.empty()) {
        return std::nullopt;
    }
    const auto type = static_cast<Type>(bytes[0] >> 5U);
    const auto information = static_cast<std::uint8_t>(bytes[0] & 0x1FU);
    if (information < 24) {
        return Head{type, information, information, 1};
    }
    if (information > 27) {
        return std::nullopt;
    }
    const std::size_t following = std::size_t{1} << (information - 24U);
    if (bytes.size() - 1 < following) {
        return std::nullopt;
    }
    std::uint64_t argument = 0;
    for (const std::uint8_t byte : bytes.subspan(1, following)) {
        argument = argument << 8U | byte;
    }
    return Head{type, information, argument, 1 + following};
}

/// Whether a number of this size needs that many bytes (section 4.2.1); floating-point numbers are
/// as long as they are.
bool is_shortest(const Head& head) noexcept {
    constexpr std::array<std::uint64_t, 4> smallest{24, 0x100, 0x1'0000, 0x1'0000'0000};
    if (head.information < 24) {
        return true;
    }
    if (head.type == Type::simple) {
        return head.information != 24 || head.argument >= 32; // section 3.3
    }
    return head.argument >= smallest[head.information - 24U];
}

bool is_string(Type type) noexcept {
    return type == Type::bytes || type == Type::text;
}

/// How many items follow the head as its content.
std::uint64_t children_of(const Head& head) noexcept {
    switch (head.type) {
    case Type::array:
        return head.argument;
    case Type::map:
        return head.argument * 2;
    case Type::tag:
        return 1;
    default:
        return 0;
    }
}

/// Steps over one whole item that is known to be good; the length of its encoding.
std::size_t length_of_item(ByteView bytes) noexcept {
    std::size_t at = 0;
    for (std::uint64_t open = 1; open > 0; --open) {
        const auto head = read_head(bytes.subspan(at));
        if (!head) {
            return bytes.size();
        }
        const auto left = bytes.size() - at - head->length;
        const auto content =
            is_string(head->type) ? std::min<std::uint64_t>(head->argument, left) : 0;
        at += head->length + static_cast<std::size_t>(content);
        open += children_of(*head);
    }
    return at;
}

/// One walk over an item, from which the first fault is kept.
class Check {
  public:
    explicit Check(ByteView bytes) noexcept : bytes_{bytes} {}

    std::optional<std::string_view> run() noexcept {
        item(1);
        if (!fault_ && at_ != bytes_.size()) {
            fail("bytes follow its end");
        }
        return fault_;
    }

  private:
    void fail(std::string_view fault) noexcept {
        if (!fault_) {
            fault_ = fault;
        }
    }

    [[nodiscard]] ByteView rest() const noexcept { return bytes_.subspan(at_); }

    void item(std::size_t depth) noexcept;
    void head_fault() noexcept;
    void string(const Head& head) noexcept;
    void map(std::uint64_t pairs, std::size_t depth) noexcept;

    ByteView bytes_;
    std::size_t at_ = 0;
    std::optional<std::string_view> fault_{};
};

void Check::head_fault() noexcept {
    const auto information = rest().empty() ? 0U : rest()[0] & 0x1FU;
    if (information == 31) {
        fail("an item has an indefinite length");
    } else if (information > 27) {
        fail("an item has a reserved form");
    } else {
        fail("it is cut short");
    }
}

void Check::string(const Head& head) noexcept {
    if (head.argument > rest().size()) {
        return fail("it is cut short");
    }
    const auto content = rest().first(static_cast<std::size_t>(head.argument));
    if (head.type == Type::text && !is_utf8(as_text(content))) {
        return fail("a text is not UTF-8");
    }
    at_ += content.size();
}

void Check::map(std::uint64_t pairs, std::size_t depth) noexcept {
    if (pairs > map_limit) {
        return fail("a map has more than 16 entries");
    }
    std::array<ByteView, map_limit> labels;
    for (std::size_t count = 0; count < pairs && !fault_; ++count) {
        const std::size_t start = at_;
        item(depth);
        const auto label = bytes_.subspan(start, at_ - start);
        if (!fault_ && is_among(std::span{labels}.first(count), label)) {
            fail("a map has a label twice");
        }
        labels[count] = label;
        item(depth);
    }
}

void Check::item(std::size_t depth) noexcept {
    if (fault_) {
        return;
    }
    const auto head = read_head(rest());
    if (!head) {
        return head_fault();
    }
    if (!is_shortest(*head)) {
        return fail("a number is not in its shortest form");
    }
    at_ += head->length;
    if (is_string(head->type)) {
        return string(*head);
    }
    if (children_of(*head) > 0 && depth >= depth_limit) {
        return fail("it is more than 8 levels deep");
    }
    if (head->type == Type::map) {
        return map(head->argument, depth + 1);
    }
    if (children_of(*head) > rest().size()) {
        return fail("it is cut short");
    }
    for (auto left = children_of(*head); left > 0 && !fault_; --left) {
        item(depth + 1);
    }
}

} // namespace

bool is_among(std::span<const ByteView> labels, ByteView label) noexcept {
    return std::any_of(labels.begin(), labels.end(), [&](ByteView other) {
        return std::equal(other.begin(), other.end(), label.begin(), label.end());
    });
}

std::optional<std::string_view> find_fault(ByteView item) noexcept {
    return Check{item}.run();
}

std::optional<Type> Reader::peek() const noexcept {
    const auto next = read_head(rest_);
    return next ? std::optional{next->type} : std::nullopt;
}

std::optional<std::uint64_t> Reader::head(Type type) noexcept {
    const auto next = read_head(rest_);
    if (!next || next->type != type) {
        return std::nullopt;
    }
    rest_ = rest_.subspan(next->length);
    return next->argument;
}

std::optional<std::int64_t> Reader::integer() noexcept {
    const auto next = read_head(rest_);
    if (!next || (next->type != Type::positive && next->type != Type::negative) ||
        next->argument > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    rest_ = rest_.subspan(next->length);
    const auto number = static_cast<std::int64_t>(next->argument);
    return next->type == Type::positive ? number : -1 - number;
}

std::optional<ByteView> Reader::string(Type type) noexcept {
    const auto next = read_head(rest_);
    if (!next || next->type != type || next->argument > rest_.size() - next->length) {
        return std::nullopt;
    }
    const auto content = rest_.subspan(next->length, static_cast<std::size_t>(next->argument));
    rest_ = rest_.subspan(next->length + content.size());
    return content;
}

std::optional<ByteView> Reader::bytes() noexcept {
    return string(Type::bytes);
}

std::optional<std::string_view> Reader::text() noexcept {
    const auto content = string(Type::text);
    return content ? std::optional{as_text(*content)} : std::nullopt;
}

std::optional<std::uint64_t> Reader::array() noexcept {
    return head(Type::array);
}

std::optional<std::uint64_t> Reader::map() noexcept {
    return head(Type::map);
}

std::optional<std::uint64_t> Reader::tag() noexcept {
    return head(Type::tag);
}

ByteView Reader::skip() noexcept {
    const auto item = rest_.first(length_of_item(rest_));
    rest_ = rest_.subspan(item.size());
    return item;
}

} // namespace mqttx::cose::cbor
