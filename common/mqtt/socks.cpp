// SPDX-License-Identifier: Apache-2.0
#include "common/mqtt/socks.hpp"

#include "common/base/text.hpp"
#include "common/mqtt/options.hpp"

#include <arpa/inet.h>

#include <array>

namespace mqttx::mqtt {

namespace {

constexpr std::uint8_t version = 5;
constexpr std::uint8_t no_authentication = 0;
constexpr std::uint8_t username_password = 2;
constexpr std::uint8_t no_method = 0xFF;
constexpr std::uint8_t authentication_version = 1;
constexpr std::uint8_t connect_command = 1;

enum AddressType : std::uint8_t { ipv4 = 1, domain_name = 3, ipv6 = 4 };

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// A length in one byte, then the bytes.
void append_counted(Bytes& out, std::string_view text) {
    out.push_back(static_cast<std::uint8_t>(text.size()));
    append(out, as_bytes(text));
}

void append_address(Bytes& out, const std::string& host) {
    std::array<std::uint8_t, 16> octets{};
    if (::inet_pton(AF_INET, host.c_str(), octets.data()) == 1) {
        out.push_back(AddressType::ipv4);
        append(out, ByteView{octets}.first(4));
    } else if (::inet_pton(AF_INET6, host.c_str(), octets.data()) == 1) {
        out.push_back(AddressType::ipv6);
        append(out, octets);
    } else {
        out.push_back(AddressType::domain_name);
        append_counted(out, host);
    }
}

struct Refusal {
    std::string_view what;
    std::string_view hint;
};

/// The replies of RFC 1928 section 6.
Refusal refusal(std::uint8_t reply) {
    constexpr std::string_view target = "are --host and --port right, as seen from the proxy?";
    switch (reply) {
    case 1:
        return {"general failure of the proxy", "the proxy's log has the reason"};
    case 2:
        return {"its rules forbid it", "the proxy must allow this host and port"};
    case 3:
        return {"it has no route to that network", target};
    case 4:
        return {"it cannot reach or look up that host", target};
    case 5:
        return {"the broker refused its connection", target};
    case 6:
        return {"the broker is too many hops away", target};
    case 7:
        return {"it does not know the command CONNECT", "this proxy cannot be used for MQTT"};
    case 8:
        return {"it does not take this type of address", "give --host as a name, or as IPv4"};
    default:
        return {"unknown reply", "the proxy's log has the reason"};
    }
}

} // namespace

SocksDialog::SocksDialog(const Proxy& proxy, std::string_view host, int port)
    : proxy_{proxy}, name_{cat("the proxy ", endpoint_name(proxy.host, proxy.port))},
      target_{endpoint_name(host, port)}, host_{host}, port_{port} {
    output_ = {version, 1, no_authentication};
    if (proxy.username) {
        output_ = {version, 2, no_authentication, username_password};
    }
    await(State::method, 2);
}

void SocksDialog::await(State state, std::size_t bytes) {
    state_ = state;
    input_.clear();
    wanted_ = bytes;
}

void SocksDialog::fail(std::string what, std::string hint) {
    failure_.emplace(ErrorKind::network, std::move(what), std::move(hint));
}

void SocksDialog::received(ByteView bytes) {
    append(input_, bytes);
    if (failure_ || input_.size() < wanted_) {
        return;
    }
    switch (state_) {
    case State::method:
        take_method();
        break;
    case State::authentication:
        take_authentication();
        break;
    case State::reply:
        take_reply();
        break;
    case State::address_size:
        await(State::address, input_[0] + std::size_t{2});
        break;
    case State::address: // where the proxy itself connected from: of no use to us
        await(State::done, 0);
        break;
    case State::done:
        break;
    }
}

void SocksDialog::take_method() {
    if (input_[0] != version) {
        fail(cat(name_, " does not speak SOCKS5"), "check the host and port of --proxy");
    } else if (input_[1] == no_authentication) {
        ask_to_connect();
    } else if (input_[1] == username_password && proxy_.username) {
        ask_to_authenticate();
    } else if (input_[1] == no_method) {
        fail(
            cat(name_,
                proxy_.username ? " takes none of our ways to log in"
                                : " wants us to log in, and no user name was given"),
            proxy_.username ? "it may want GSSAPI, which is not offered"
                            : "--proxy socks5h://USER:PASSWORD@HOST:PORT"
        );
    } else {
        fail(cat(name_, " chose a way to log in that we did not offer"));
    }
}

void SocksDialog::ask_to_authenticate() {
    wipe(output_);
    output_ = {authentication_version};
    sent_ = 0;
    append_counted(output_, *proxy_.username);
    append_counted(output_, proxy_.password ? proxy_.password->expose_text() : "");
    await(State::authentication, 2);
}

void SocksDialog::take_authentication() {
    if (input_[1] != 0) {
        fail(
            cat(name_, " refused our user name ", in_quotes(*proxy_.username), " or its password"),
            "check them in --proxy"
        );
        return;
    }
    ask_to_connect();
}

void SocksDialog::ask_to_connect() {
    wipe(output_); // the password was in it
    output_ = {version, connect_command, 0};
    sent_ = 0;
    append_address(output_, host_);
    output_.push_back(static_cast<std::uint8_t>(port_ >> 8));
    output_.push_back(static_cast<std::uint8_t>(port_ & 0xFF));
    await(State::reply, 4);
}

void SocksDialog::take_reply() {
    constexpr std::size_t port_size = 2;
    const auto reply = input_[1];
    if (input_[0] != version) {
        fail(cat(name_, " does not speak SOCKS5"), "check the host and port of --proxy");
    } else if (reply != 0) {
        const auto [what, hint] = refusal(reply);
        fail(
            cat(name_, " does not connect us to ", target_, ": ", what, " (reply ", reply, ')'),
            std::string{hint}
        );
    } else if (input_[3] == AddressType::domain_name) {
        await(State::address_size, 1);
    } else if (input_[3] == AddressType::ipv4 || input_[3] == AddressType::ipv6) {
        await(State::address, (input_[3] == AddressType::ipv4 ? 4 : 16) + port_size);
    } else {
        fail(cat(name_, " answered with an address of an unknown type"));
    }
}

} // namespace mqttx::mqtt
