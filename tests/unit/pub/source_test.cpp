// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/pub/source.hpp"
#include "common/base/error.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <ostream>
#include <utility>

namespace mqttx::app::pub {

namespace {

using namespace std::chrono_literals;

const Source::Clock::time_point start{1000s};

/// A pipe with a source at its end.
struct Fed {
    explicit Fed(std::uint8_t delimiter = '\n') {
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        source.emplace(ends[0], delimiter);
    }

    Fed(const Fed&) = delete;
    Fed& operator=(const Fed&) = delete;

    ~Fed() {
        end();
        ::close(ends[0]);
    }

    void give(std::string_view text) {
        REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
        source->fill();
    }

    void end() {
        if (ends[1] >= 0) {
            ::close(std::exchange(ends[1], -1));
        }
    }

    std::string next() {
        const auto record = source->next(start);
        return record ? std::string{as_text(record->payload)} : "(none)";
    }

    std::array<int, 2> ends{};
    std::optional<Stream> source;
};

} // namespace

TEST_CASE("one payload, as often as wanted, with a pause between") {
    Repeated source{Bytes{'x'}, 3, 10ms};
    CHECK_FALSE(source.due().has_value());
    CHECK(source.next(start).has_value());
    CHECK_FALSE(source.next(start).has_value());
    CHECK(source.due() == start + 10ms);
    CHECK(source.next(start + 10ms).has_value());
    CHECK(source.next(start + 25ms).has_value());
    CHECK(source.is_exhausted());
    CHECK_FALSE(source.next(start + 1h).has_value());
    CHECK_FALSE(source.due().has_value());
    CHECK(source.descriptor() == -1);
    CHECK(source.name_of(2) == "message 2 of 3");
    CHECK(Repeated{{}, 1, 0ms}.name_of(1) == "the message");
}

TEST_CASE("a stream is cut at line feeds, and nowhere else") {
    Fed fed;
    CHECK(fed.next() == "(none)");
    CHECK_FALSE(fed.source->is_exhausted());
    fed.give(std::string_view{"a\0b\r\n\n", 6});
    CHECK(fed.next() == std::string{"a\0b\r", 4});
    CHECK(fed.next().empty()); // an empty line is an empty message
    CHECK(fed.next() == "(none)");
    fed.give("no fe");
    CHECK(fed.next() == "(none)");
    fed.give("ed");
    fed.end();
    CHECK(fed.next() == "(none)");
    CHECK(fed.source->descriptor() == fed.ends[0]);
    fed.source->fill();
    CHECK(fed.source->descriptor() == -1);
    CHECK(fed.next() == "no feed");
    CHECK(fed.source->is_exhausted());
    CHECK(fed.source->name_of(3) == "line 3");
}

TEST_CASE("records may end with NUL instead") {
    Fed fed{0};
    fed.give(std::string_view{"one\ntwo\0three\0", 14});
    CHECK(fed.next() == "one\ntwo");
    CHECK(fed.next() == "three");
    fed.end();
    fed.source->fill();
    CHECK(fed.source->is_exhausted());
    CHECK(fed.next() == "(none)");
}

TEST_CASE("an input that cannot be read is a fault of this machine") {
    Stream source{-1, '\n'};
    try {
        source.fill();
        FAIL("nothing was thrown");
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::local);
        CHECK(std::string{fault.what()} == "cannot read standard input: bad file descriptor");
    }
}

TEST_CASE("a line that no PUBLISH can carry is refused by its number, before memory is full") {
    const int zeros = ::open("/dev/zero", O_RDONLY | O_CLOEXEC);
    Stream source{zeros, '\n'};
    std::string said;
    try {
        for (int blocks = 0; blocks < 5000; ++blocks) { // 312 MiB
            source.fill();
            source.next(start);
        }
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::usage);
        said = fault.what();
    }
    ::close(zeros);
    CHECK(said == "line 1 of standard input is larger than a PUBLISH may be (268435455 bytes)");
}

} // namespace mqttx::app::pub
