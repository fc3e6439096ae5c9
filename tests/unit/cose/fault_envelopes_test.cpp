// SPDX-License-Identifier: Apache-2.0
// Envelopes with one fault each, which other people's code made (tests/interop/fault_envelopes.py).
#include "common/cose/receiver.hpp"
#include "common/keys/jwk_set.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>

using namespace mqttx;

namespace {

constexpr std::int64_t now = 1'800'000'000;

struct Row {
    std::string reason, topic, name;
    Bytes envelope;
};

Row read_row(const std::string& line) {
    std::istringstream columns{line};
    Row row;
    std::string hex;
    std::getline(columns, row.reason, '\t');
    std::getline(columns, row.topic, '\t');
    std::getline(columns, row.name, '\t');
    std::getline(columns, hex, '\t');
    row.envelope = from_hex(hex).value();
    return row;
}

std::string answer(const cose::Verdict& verdict) {
    return std::string{verdict.reason ? cose::word(*verdict.reason) : cose::word(verdict.status)};
}

} // namespace

TEST_CASE("every fault of an envelope is refused for its own reason") {
    std::ifstream file{MQTTX_SOURCE "/tests/interop/fault_envelopes.txt"};
    std::string line;
    REQUIRE(std::getline(file, line));
    keys::Keyring keyring;
    keyring.add(keys::parse_jwk_set(as_bytes(line), "here").keys, "here");
    std::map<std::string, int> reasons;
    int faults = 0;
    while (std::getline(file, line)) {
        const auto row = read_row(line);
        CAPTURE(row.name);
        cose::Receiver receiver{keyring, {}};
        const auto verdict = receiver.receive({row.topic, row.envelope}, now);
        CHECK(answer(verdict) == row.reason);
        if (!verdict.is_opened()) {
            ++reasons[row.reason];
            ++faults;
            CHECK(verdict.plaintext.empty());
            CHECK_FALSE(verdict.explanation.empty());
        }
    }
    CHECK(faults >= 150);
    CHECK(reasons.size() >= 15);
}
