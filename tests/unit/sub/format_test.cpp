// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/format.hpp"
#include "common/base/error.hpp"
#include "tests/unit/sub/arrivals.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::app::sub::test {

namespace {

std::string formatted(std::string_view format, const Received& received = {}) {
    return Format{format}.apply(received.arrival(), false);
}

std::string refusal(std::string_view format) {
    try {
        const Format refused{format};
        return "accepted";
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::usage);
        return fault.what();
    }
}

} // namespace

TEST_CASE("conversions about the message") {
    CHECK(
        formatted("%t %p %x %X %l %q %r %m %%") == "plant/1/temp 21.5 32312e35 32312E35 4 1 1 7 %"
    );
    CHECK(formatted("") == "");
    CHECK(formatted("100 %% sure") == "100 % sure");
    CHECK(formatted("%U") == "1769860800.000000042");
    CHECK(formatted("@Y-@m @N a@@b").ends_with(" 000000042 a@b"));
    CHECK(formatted("%j").starts_with("{\"tst\":\"20"));
    CHECK(Format("%j", true).apply(Received{}.arrival(), false).starts_with("{\n\t\"tst\":\t\""));
}

TEST_CASE("conversions about properties") {
    CHECK(formatted("%C|%E|%F|%R|%S|%P|%A") == "text/plain|60|1|answers|3|k:1 k:2|");
    CHECK(formatted("%D") == std::string{"c\0\xff", 3});
    Received bare;
    bare.message.properties.clear();
    CHECK(formatted("[%C%D%E%F%P%R%S]", bare) == "[]");
}

TEST_CASE("conversions about the envelope") {
    Received received;
    CHECK(formatted("%{security}/%{kid}/%{signer}", received) == "plain//");
    received.carry("\x83 not shown");
    received.verdict = sealed("secret");
    CHECK(formatted("%{security}/%{kid} %p %l", received) == "sealed/k1 secret 6");
    CHECK(formatted("[%C]", received) == "[]"); // the plaintext's type, not the envelope's
    received.verdict.content_type = std::string{"text/csv"};
    CHECK(formatted("%C", received) == "text/csv");
}

TEST_CASE("numbers of the machine in a payload") {
    Received received;
    const double number = -1.5;
    received.carry({reinterpret_cast<const char*>(&number), sizeof number});
    CHECK(formatted("[%d][%.1d][%8.1d][%f]", received) == "[-1.500000][-1.5][    -1.5][]");
    const float half = 0.5;
    received.carry({reinterpret_cast<const char*>(&half), sizeof half});
    CHECK(formatted("[%.2f][%d]", received) == "[0.50][]");
}

TEST_CASE("width, precision and padding, where mosquitto_sub has them") {
    CHECK(formatted("[%8p][%-8p][%08p][%2p]") == "[    21.5][21.5    ][000021.5][21]");
    CHECK(formatted("[%-08p]") == "[21.5    ]");
    CHECK(formatted("[%.5t][%20t][%5.1t]") == "[plant][        plant/1/temp][    p]");
    CHECK(formatted("[%3m][%03m][%-3m]") == "[  7][007][7  ]");
    CHECK(formatted("[%3q][%3r][%3%][%9P]") == "[1][1][%][k:1 k:2]");
    CHECK(formatted("[%.2x][%.4X][%.3x]") == "[32 31 2e 35][3231 2E35][323 12e 35]");
    CHECK(
        formatted("[%.2:x][%.4-X][%.2@x][%.0x]") ==
        "[32:31:2e:35][3231-2E35][32@31@2e@35][32312e35]"
    );
    CHECK(formatted("[%010.2:x][%-14.2x]") == "[00:32:31:2e:35][32 31 2e 35   ]");
    Received bare;
    bare.message.properties.clear();
    CHECK(formatted("[%3C][%03C][%3E][%03E][%3R]", bare) == "[   ][   ][   ][000][]");
    CHECK(formatted("%99999999999999999999p").size() <= 10'000); // no width takes the memory
}

TEST_CASE("escapes") {
    CHECK(formatted("a\\tb\\n\\\\\\a\\e\\v\\r") == "a\tb\n\\\a\x1b\v\r");
    CHECK(formatted("\\0") == std::string(1, '\0'));
    CHECK(refusal("\\q") == "--format has the unknown escape \\q");
}

TEST_CASE("what does not exist is named") {
    CHECK(refusal("%y") == "--format has the unknown conversion %y");
    CHECK(refusal("%.2:p") == "--format has the separator : before something else than x or X");
    CHECK(refusal("%.2:") == "--format has the separator : before something else than x or X");
    CHECK(refusal("%{key}") == "--format has the unknown conversion %{key}");
    CHECK(refusal("%{kid") == "--format has the unknown conversion %{kid");
    CHECK(refusal("%{") == "--format has the unknown conversion %{");
    CHECK(refusal("%@Y") == "--format has the unknown conversion %@");
    CHECK(refusal("a%") == "--format ends within a conversion: %");
    CHECK(refusal("a%-05.1") == "--format ends within a conversion: %-05.1");
    CHECK(refusal("a@") == "--format ends within a conversion: @");
    CHECK(refusal("a\\") == "--format ends within a conversion: \\");
}

TEST_CASE("what comes from the network is escaped for a terminal, what the user wrote is not") {
    Received received;
    received.carry("\x1b[31mred");
    const Format format{"\\e[1m%p"};
    CHECK(format.apply(received.arrival(), false) == "\x1b[1m\x1b[31mred");
    const auto shown = format.apply(received.arrival(), true);
    CHECK(shown.starts_with("\x1b[1m"));
    CHECK(shown.find("\x1b[31m") == std::string::npos);
}

} // namespace mqttx::app::sub::test
