// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/refusals.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <ostream>

namespace mqttx::app::sub {

namespace {

using namespace std::chrono_literals;

/// What is written to standard error, line by line.
class Told {
  public:
    Told() { REQUIRE(::pipe2(ends_.data(), O_NONBLOCK | O_CLOEXEC) == 0); }

    Told(const Told&) = delete;
    Told& operator=(const Told&) = delete;

    ~Told() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }

    [[nodiscard]] int descriptor() const { return ends_[1]; }

    /// The number of lines with the text since the last call, among all.
    int lines_with(std::string_view text) {
        std::array<char, 65536> block{};
        const auto count = ::read(ends_[0], block.data(), block.size());
        const std::string_view all{
            block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
        int lines = 0;
        for (auto at = all.find(text); at != std::string_view::npos; at = all.find(text, at + 1)) {
            ++lines;
        }
        return lines;
    }

  private:
    std::array<int, 2> ends_{};
};

cose::Verdict refused(cose::Reason reason) {
    cose::Verdict verdict;
    verdict.refuse(reason, "it did not open", "look at the key");
    return verdict;
}

} // namespace

TEST_CASE("refusals are told at most once a second for each reason, with totals") {
    Told told;
    cli::Diagnostics diagnostics{told.descriptor()};
    Refusals refusals{diagnostics};
    CHECK(refusals.none());
    const Refusals::Clock::time_point start{1000s};
    for (int times = 0; times < 500; ++times) {
        refusals.add(refused(cose::Reason::auth_failed), "a", start + times * 1ms);
    }
    CHECK(told.lines_with("refused a message on 'a': auth-failed: it did not open") == 1);
    refusals.add(refused(cose::Reason::stale), "b", start + 500ms); // another reason
    CHECK(told.lines_with("stale") == 1);
    refusals.add(refused(cose::Reason::auth_failed), "a", start + 1s);
    CHECK(told.lines_with("auth-failed") == 1);
    CHECK_FALSE(refusals.none());

    refusals.tell_totals();
    CHECK(told.lines_with("501 messages refused in all: auth-failed") == 1);
    refusals.tell_totals();
    CHECK(told.lines_with("stale") == 0); // each of them was told
}

TEST_CASE("a refusal is a fault of the payload, with its reason for programs") {
    const auto fault = refusal_error(refused(cose::Reason::unknown_kid), "a/b");
    CHECK(fault.kind() == ErrorKind::payload);
    CHECK(std::string{fault.what()} == "refused a message on 'a/b': unknown-kid: it did not open");
    CHECK(fault.hint() == "look at the key");
    CHECK(fault.facts().payload_reason == "unknown-kid");
}

} // namespace mqttx::app::sub
