// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/io/file.hpp"

#include <memory>

struct ssl_st;

namespace mqttx::tls {

struct FreeConnection {
    void operator()(ssl_st* connection) const noexcept;
};

/// What a peer said last, although its connection was closed before anybody read it. With TLS 1.3
/// the alert about our certificate may arrive while we write, and a failed write makes the owner of
/// the connection close it: this holds on to both ends of it.
class LastWords {
  public:
    /// `ssl` may be null: then nothing is held.
    LastWords(void* ssl, int socket);

    /// Reads what is still there into the record of the connection's ClientContext.
    void hear() noexcept;

  private:
    std::unique_ptr<ssl_st, FreeConnection> connection_;
    io::Descriptor socket_;
};

} // namespace mqttx::tls
