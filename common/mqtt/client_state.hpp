// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/handle.hpp"
#include "common/mqtt/assertion_guard.hpp"
#include "common/mqtt/client.hpp"
#include "common/mqtt/library.hpp"
#include "common/mqtt/outbox.hpp"
#include "common/mqtt/puback.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <span>

namespace mqttx::mqtt {

/// The end of a call that the library refuses: "cannot publish: ...".
[[noreturn]] void refuse_call(std::string_view what, int result);

struct Client::State {
    Handle<mosquitto, &mosquitto_destroy> library;
    ClientListener* listener = nullptr;
    std::exception_ptr thrown{}; ///< by a handler; rethrown when the library has returned
    bool mqtt5 = true;
    bool follows_all = false;                  ///< the log of the library, from the beginning
    bool follows_redeliveries = false;         ///< or in a session that was there
    bool dup = false;                          ///< of the PUBLISH that is being received
    std::unique_ptr<std::uint8_t[]> storage{}; ///< of block; its pages are had when they are used
    std::span<std::uint8_t> block{}; ///< to read ahead into; empty where the library reads all
    std::optional<Outbox> outbox{};  ///< of what is published past the library
    Bytes half{};                    ///< of a PUBACK, taken past the library
    bool is_malformed = false;       ///< that PUBACK, or another
    bool is_library_writing = false; ///< a packet of the library's may be written in part
    bool is_up = false;              ///< a CONNACK has come
    bool between_packets = true;     ///< the library has read whole packets, as far as we can tell

    /// Runs a handler on behalf of the library's C code, through which no exception may pass.
    template <typename Call> static void shielded(void* self, Call call) noexcept {
        auto& state = *static_cast<State*>(self);
        const GuardPause pause;
        if (state.thrown) {
            return;
        }
        try {
            call(state);
        } catch (...) {
            state.thrown = std::current_exception();
        }
    }

    /// The end of a call into the library: rethrows what a handler threw, or translates the result.
    Status finish(int result);

    void begin_connection() {
        half.clear();
        is_malformed = is_library_writing = is_up = false;
        between_packets = true;
        if (outbox) {
            outbox->forget_unwritten();
        }
    }

    [[nodiscard]] bool may_read_ahead() const { return !block.empty() && between_packets && is_up; }

    Status write_library();

    /// False when the connection is broken.
    bool write_outbox(int socket, void* ssl);

    /// Handles the PUBACKs that wait in the socket, past the library, as take_plain_messages().
    std::optional<int> take_acknowledgements(int socket, void* ssl);
    std::optional<int> take_rest_of_half(int socket, void* ssl);
    bool acknowledge(ByteView packet);

    void set_callbacks();
    void follow_log();
    /// Begins or ends to read the log where only redeliveries matter.
    void choose_log(bool session_present);

    /// Hands over the plain messages that wait in the socket, past the library, which would read
    /// each with three system calls. Answers how many; none when the socket has nothing. What
    /// follows them is for the library.
    std::optional<int> take_plain_messages(int socket);
};

} // namespace mqttx::mqtt
