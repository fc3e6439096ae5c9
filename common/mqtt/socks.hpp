// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/base/secret.hpp"

#include <optional>
#include <string>

namespace mqttx::mqtt {

/// A SOCKS5 proxy, which resolves the broker's name itself (socks5h).
struct Proxy {
    std::string host;
    int port = 1080; ///< RFC 1928 section 3
    std::optional<std::string> username;
    std::optional<Secret> password;
};

/// Our side of what is said to a SOCKS5 proxy before the connection is the broker's: CONNECT (RFC
/// 1928), with a user name and password where the proxy wants them (RFC 1929). It touches no
/// socket: send what is unsent, then read exactly as many bytes as are wanted, until it is done.
class SocksDialog {
  public:
    /// `host` is a name of at most 255 bytes, or an address in digits.
    SocksDialog(const Proxy& proxy, std::string_view host, int port);
    SocksDialog(const SocksDialog&) = delete;
    SocksDialog& operator=(const SocksDialog&) = delete;

    ~SocksDialog() { wipe(output_); }

    /// What is to be sent now; empty: something is to be read.
    [[nodiscard]] ByteView unsent() const noexcept { return ByteView{output_}.subspan(sent_); }

    void sent(std::size_t bytes) noexcept { sent_ += bytes; }

    /// How many bytes to read next: never one of the broker's.
    [[nodiscard]] std::size_t wanted() const noexcept { return wanted_ - input_.size(); }

    /// Takes bytes that were read, at most as many as wanted().
    void received(ByteView bytes);

    /// Whether the connection is the broker's now.
    [[nodiscard]] bool is_done() const noexcept { return state_ == State::done; }

    /// Why the proxy does not connect us (network), or none.
    [[nodiscard]] const std::optional<Error>& failure() const noexcept { return failure_; }

  private:
    enum class State { method, authentication, reply, address_size, address, done };

    void take_method();
    void take_authentication();
    void take_reply();
    void ask_to_authenticate();
    void ask_to_connect();
    void await(State state, std::size_t bytes);
    void fail(std::string what, std::string hint = {});

    const Proxy& proxy_;
    std::string name_;   ///< of the proxy, for messages
    std::string target_; ///< of the broker, for messages
    std::string host_;
    int port_;
    State state_ = State::method;
    Bytes output_;
    std::size_t sent_ = 0;
    Bytes input_;
    std::size_t wanted_ = 0;
    std::optional<Error> failure_;
};

} // namespace mqttx::mqtt
