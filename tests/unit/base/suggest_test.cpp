// SPDX-License-Identifier: Apache-2.0
#include "common/base/suggest.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <vector>

using namespace mqttx;

TEST_CASE("the edit distance counts changes and swaps of neighbours") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("topic", "topic") == 0);
    CHECK(edit_distance("topic", "topci") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("pub", "sub") == 1);
}

TEST_CASE("the nearest word is offered only when it is near") {
    const std::vector<std::string> known{"pub", "sub", "keygen", "version"};
    CHECK(nearest_word("verison", known) == "version");
    CHECK(nearest_word("keygn", known) == "keygen");
    CHECK(nearest_word("pbu", known) == "pub");
    CHECK(nearest_word("xyz", known).empty());
    CHECK(nearest_word("kg", known).empty());
    CHECK(nearest_word("frobnicate", known).empty());
}
