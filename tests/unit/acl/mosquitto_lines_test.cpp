// SPDX-License-Identifier: Apache-2.0
#include "common/acl/mosquitto_lines.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx::acl;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    MosquittoLines lines{text};
    std::vector<std::string> all;
    while (const auto line = lines.next()) {
        all.emplace_back(*line);
    }
    return all;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("lines end with a line feed, the last one need not") {
    CHECK(lines_of("") == Texts{});
    CHECK(lines_of("a\n") == Texts{"a"});
    CHECK(lines_of("a\n\nb") == Texts{"a", "", "b"});
    CHECK(lines_of("\n") == Texts{""});
}

TEST_CASE("a last line that fills the buffer is lost") {
    const auto line = [](std::size_t size) { return std::string(size, 'x'); };
    CHECK(lines_of(line(254)) == Texts{line(254)});
    CHECK(lines_of(line(255)) == Texts{});
    CHECK(lines_of(line(256)) == Texts{line(256)});
    CHECK(lines_of(line(1255)) == Texts{});
    CHECK(lines_of("a\n" + line(255)) == Texts{"a"});
    CHECK(lines_of(line(255) + "\n") == Texts{line(255)});
    // A longer line before has made the buffer larger: 255 fit, 1255 fill it.
    CHECK(lines_of(line(300) + "\n" + line(255)) == Texts{line(300), line(255)});
    CHECK(lines_of(line(300) + "\n" + line(1255)) == Texts{line(300)});
    CHECK(lines_of(line(254) + "\n" + line(255)) == Texts{line(254)});
    CHECK(lines_of(line(255) + "\n" + line(255)) == Texts{line(255), line(255)});
}

TEST_CASE("a NUL byte takes the rest of the file with it") {
    using namespace std::string_literals;
    CHECK(lines_of("a\nb\0c\nd\n"s) == Texts{"a"});
    CHECK(lines_of("a\nb\0c\nd"s) == Texts{"a", "b"}); // the last read succeeds
    CHECK(lines_of("a\nb\0c"s) == Texts{"a", "b"});
    CHECK(lines_of("a\n\0c\nd\n"s) == Texts{"a"});
    CHECK(lines_of("\0"s) == Texts{""});

    const std::string text = "a\nb\0c\nd\n"s;
    MosquittoLines lines{text};
    while (lines.next()) {
    }
    REQUIRE(lines.losses().size() == 1);
    CHECK(lines.losses()[0].lost == Span{3, 8});
    CHECK(lines.losses()[0].line_lost);
}
