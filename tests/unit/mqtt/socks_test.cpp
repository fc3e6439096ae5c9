// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/mqtt/socks.hpp"

#include <doctest/doctest.h>

#include <ostream>

namespace mqttx::mqtt {

namespace {

Proxy proxy(const std::string& username = {}, std::string password = {}) {
    Proxy made{"proxy.example", 1080, {}, {}};
    if (!username.empty()) {
        made.username = username;
        made.password = Secret::take(password);
    }
    return made;
}

/// What it says now, in hexadecimal, as sent in pieces of `piece` bytes.
std::string said(SocksDialog& dialog, std::size_t piece = 1) {
    std::string hex;
    while (!dialog.unsent().empty()) {
        const auto part = dialog.unsent().first(std::min(piece, dialog.unsent().size()));
        hex += to_hex(part);
        dialog.sent(part.size());
    }
    return hex;
}

/// Hears an answer in as many pieces as it has bytes; the number it did not want.
std::size_t hear(SocksDialog& dialog, std::string_view hex) {
    const auto bytes = *from_hex(hex);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (dialog.wanted() == 0 || dialog.failure()) {
            return bytes.size() - at;
        }
        dialog.received(ByteView{bytes}.subspan(at, 1));
    }
    return 0;
}

std::string failure_of(std::initializer_list<std::string_view> answers, const Proxy& by = proxy()) {
    SocksDialog dialog{by, "broker", 1883};
    for (const auto answer : answers) {
        said(dialog);
        hear(dialog, answer);
    }
    return dialog.failure() ? dialog.failure()->what() : "";
}

} // namespace

TEST_CASE("a proxy is given the broker's name, and nothing of the broker's is read") {
    const auto plain = proxy();
    SocksDialog dialog{plain, "broker", 1883};
    CHECK(said(dialog) == "050100");
    CHECK(hear(dialog, "0500") == 0);
    CHECK(said(dialog, 100) == "0501000306" + to_hex(as_bytes("broker")) + "075b");
    CHECK(hear(dialog, "05000001010203040506ffff") == 2);
    CHECK(dialog.is_done());
    CHECK_FALSE(dialog.failure());
}

TEST_CASE("a proxy's own address may be of each type") {
    for (const std::string answer : {
             "05000004000102030405060708090a0b0c0d0e0f1000",
             "0500000305616263646500ff",
             "05000003000000",
         }) {
        const auto plain = proxy();
        SocksDialog dialog{plain, "::1", 8883};
        said(dialog);
        hear(dialog, "0500");
        CHECK(said(dialog) == "050100040000000000000000000000000000000122b3");
        CHECK(hear(dialog, answer + "20") == 1);
        CHECK(dialog.is_done());
    }
}

TEST_CASE("user name and password are given where the proxy asks for them") {
    const auto named = proxy("me", "pw");
    SocksDialog asked{named, "10.0.0.1", 1};
    CHECK(said(asked) == "05020002");
    hear(asked, "0502");
    CHECK(said(asked) == "01026d65027077");
    hear(asked, "0100");
    CHECK(said(asked) == "050100010a0000010001");

    SocksDialog unasked{named, "10.0.0.1", 1};
    said(unasked);
    hear(unasked, "0500");
    CHECK(said(unasked) == "050100010a0000010001");
}

TEST_CASE("each refusal is named") {
    CHECK(failure_of({"4854"}) == "the proxy proxy.example:1080 does not speak SOCKS5");
    CHECK(failure_of({"05ff"}).find("no user name was given") != std::string::npos);
    CHECK(failure_of({"0502"}).find("did not offer") != std::string::npos);
    CHECK(failure_of({"05ff"}, proxy("me")).find("none of our ways") != std::string::npos);
    CHECK(failure_of({"0502", "0101"}, proxy("me")).find("user name 'me'") != std::string::npos);
    CHECK(failure_of({"0500", "04000001"}).find("SOCKS5") != std::string::npos);
    CHECK(failure_of({"0500", "05050001"}).find("(reply 5)") != std::string::npos);
    CHECK(failure_of({"0500", "05000002"}).find("unknown type") != std::string::npos);
}

} // namespace mqttx::mqtt
