// SPDX-License-Identifier: Apache-2.0
// A hostile broker: the first byte says how it speaks, the others are all that it says. The session
// subscribes to two filters (packet identifier 1) and publishes at QoS 1 and 2 (identifiers 2 and
// 3).
#include "common/base/utf8.hpp"
#include "common/mqtt/session.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <set>

/// After a failed assertion the library's state is left as it lies, on purpose (assertion_guard).
extern "C" const char* __lsan_default_suppressions(); // NOLINT: LeakSanitizer asks for this name

extern "C" const char* __lsan_default_suppressions() { // NOLINT
    return "leak:libmosquitto.so";
}

namespace {

using namespace mqttx;
using namespace mqttx::mqtt;

/// How the broker speaks: bits of the first byte.
enum : std::uint8_t {
    speaks_v311 = 1,
    speaks_bytewise = 2,
    ends_by_reset = 4,
    meets_reading_ahead = 8,     ///< as sub reads
    meets_publishing_ahead = 16, ///< as pub does, at QoS 0 and 1 and without a subscription
};

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// A port of the loopback that stays open from input to input.
class Port {
  public:
    Port() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        demand(::bind(listener_, any, size) == 0 && ::listen(listener_, 16) == 0);
        demand(::getsockname(listener_, any, &size) == 0);
        number_ = ntohs(address.sin_port);
    }

    [[nodiscard]] int number() const { return number_; }

    [[nodiscard]] int accept() const {
        return ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    }

  private:
    int listener_;
    int number_ = 0;
};

/// Uses the session, and holds what it is told to the contract.
struct Listener : SessionListener {
    Session* session = nullptr;
    bool only_publishes = false;
    std::set<std::uint64_t> under_way;

    void on_connected(const Connack& connack, bool again) override {
        demand(connack.code == 0 && !again);
        const std::array<Subscription, 2> filters{
            Subscription{.filter = "a/#", .qos = 2}, Subscription{.filter = "b", .qos = 2}};
        if (!only_publishes) {
            session->subscribe(filters);
        }
        for (const int qos : only_publishes ? std::array{0, 1} : std::array{1, 2}) {
            if (session->room() > 0) {
                under_way.insert(static_cast<std::uint64_t>(qos));
                session->publish({"t", as_bytes("x"), qos}, static_cast<std::uint64_t>(qos));
            }
        }
    }

    void on_message(const Message& message) override {
        demand(is_utf8(message.topic) && message.topic.find('\0') == std::string_view::npos);
        demand(message.qos >= 0 && message.qos <= 2);
        demand((message.payload.data() != nullptr) || message.payload.empty());
    }

    void on_published(std::uint64_t ticket, int code, std::string_view /*reason*/) override {
        demand(under_way.erase(ticket) == 1 && code >= 0 && code <= 255);
    }

    void on_granted(std::span<const Grant> grants, std::string_view /*reason*/) override {
        demand(grants.size() == 2);
    }

    void on_notice(const std::string& /*text*/) override {}

    std::string name_of(std::uint64_t ticket) override { return std::to_string(ticket); }
};

/// The broker's end of the connection.
class Broker {
  public:
    Broker(int connection, ByteView words, std::uint8_t manner)
        : connection_{connection}, words_{words}, manner_{manner} {}

    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    ~Broker() { ::close(connection_); }

    /// Says something more, in the end that there is no more.
    void turn() {
        std::array<char, 4096> heard{};
        while (::recv(connection_, heard.data(), heard.size(), 0) > 0) {
        }
        const auto size = (manner_ & speaks_bytewise) != 0 && !words_.empty() ? 1 : words_.size();
        if (size > 0) {
            const auto said = ::send(connection_, words_.data(), size, MSG_NOSIGNAL);
            words_ = words_.subspan(said > 0 ? static_cast<std::size_t>(said) : 0);
        } else if ((manner_ & ends_by_reset) != 0) {
            const linger at_once{1, 0};
            ::setsockopt(connection_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            ::close(connection_);
            connection_ = -1;
        } else {
            ::shutdown(connection_, SHUT_WR);
        }
    }

  private:
    int connection_;
    ByteView words_;
    std::uint8_t manner_;
};

/// Runs the session to its end, which must come.
void converse(const Port& port, ByteView words, std::uint8_t manner) {
    ConnectOptions options;
    options.host = "127.0.0.1";
    options.port = port.number();
    options.protocol = (manner & speaks_v311) != 0 ? Protocol::v311 : Protocol::v5;
    options.client_id = "fuzz";
    options.patience.attempts = 0;
    options.reads_ahead = (manner & meets_reading_ahead) != 0;
    options.publishes_past_library = (manner & meets_publishing_ahead) != 0;
    options.wants_log = !options.reads_ahead && !options.publishes_past_library;
    Listener listener;
    listener.only_publishes = options.publishes_past_library;
    Session session{std::move(options), listener};
    listener.session = &session;
    Broker broker{port.accept(), words, manner};
    const auto turns = words.size() + 1000;
    for (std::size_t turn = 0; turn < turns && !session.is_closed(); ++turn) {
        broker.turn();
        session.step({{}, Session::Clock::now()});
    }
    demand(session.is_closed());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Port port;
    if (size == 0) {
        return 0;
    }
    try {
        converse(port, {data + 1, size - 1}, data[0]);
    } catch (const Error&) { // an end in order
    }
    return 0;
}
