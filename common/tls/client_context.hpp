// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/base/secret.hpp"
#include "common/io/private_file.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace mqttx::tls {

enum class Version { tls12, tls13 };

/// How a private key is written.
enum class KeyForm { pem, der };

/// What the command line says about TLS. Paths name files, not yet read.
struct ClientOptions {
    std::string cafile; ///< PEM file of trusted roots
    std::string capath; ///< folder of hashed certificates
    /// The system's hashed folder: trusted when neither of the above is given, or beside `cafile`
    /// when use_os_certs says so. Empty: OpenSSL's built-in one. The caller honours SSL_CERT_DIR.
    std::string system_capath;
    bool use_os_certs = false;
    std::string cert; ///< PEM: our certificate first, then its chain
    std::string key;  ///< private; empty: the key is in `cert`
    KeyForm key_form = KeyForm::pem;
    std::optional<Secret> key_password;
    Version minimum = Version::tls12;
    std::string ciphers;           ///< OpenSSL cipher list, TLS 1.2
    std::string tls13_ciphers;     ///< cipher suites, TLS 1.3
    std::string alpn;              ///< one protocol name
    std::string servername;        ///< SNI and verification name in place of the host
    std::string crlfile;           ///< PEM CRLs; the peer's issuer must have one
    std::vector<std::string> pins; ///< SPKI SHA-256 in base64 ("sha256//" allowed), any one of them
    std::string psk_identity;
    std::optional<Secret> psk; ///< the key's bytes; replaces certificates
    std::string keylog;        ///< file that gets the session secrets appended (NSS key log format)
    bool insecure_hostname = false; ///< the chain counts, the name does not
    bool insecure_all = false;      ///< nothing is verified
    io::PrivatePolicy key_policy = io::PrivatePolicy::strict;
};

/// An explicit copy, secrets included.
ClientOptions duplicate(const ClientOptions& options);

/// What a completed handshake agreed on, for --tls-info.
struct SessionFacts {
    std::string version;                 ///< "TLSv1.3"
    std::string cipher;                  ///< "TLS_AES_256_GCM_SHA384"
    std::string alpn;                    ///< empty: none agreed
    std::vector<std::string> chain;      ///< subjects as the peer sent them, leaf first
    std::vector<std::string> peer_names; ///< the leaf's alternative names, "DNS:broker"
    std::string pin;                     ///< SPKI SHA-256 of the leaf, base64; empty with PSK
};

/// An SSL_CTX configured for one peer name, and the record of what the handshakes made with it
/// said. It must outlive every connection made with it; one connection at a time.
class ClientContext {
  public:
    /// `peer_host` is what the user asked for: a DNS name or an IP literal (no brackets).
    /// Throws Error(local) for an unreadable or malformed file, Error(usage) for a bad cipher, pin
    /// or protocol string, Error(tls) when key and certificate do not belong together.
    ClientContext(const ClientOptions& options, const std::string& peer_host);
    ClientContext(ClientContext&&) noexcept;
    ClientContext& operator=(ClientContext&&) noexcept;
    ClientContext(const ClientContext&) = delete;
    ClientContext& operator=(const ClientContext&) = delete;
    ~ClientContext();

    /// For MOSQ_OPT_SSL_CTX, with MOSQ_OPT_SSL_CTX_WITH_DEFAULTS off. Stays ours.
    [[nodiscard]] ssl_ctx_st* native() noexcept;

    /// Forgets what the last handshake said; call it before each connect.
    void begin_attempt() noexcept;

    /// From now on a handshake begins in memory and does not touch its socket: a proxy is to be
    /// talked to first. release() lets the one that was begun last go on over the socket.
    void hold_handshakes() noexcept;
    void release(int socket);

    /// Whether a handshake was begun, and whether it was completed, since begin_attempt().
    [[nodiscard]] bool handshake_started() const noexcept;
    [[nodiscard]] bool handshake_completed() const noexcept;

    /// Whether the broker asked for a certificate while we have none to give.
    [[nodiscard]] bool client_certificate_wanted() const noexcept;

    /// Whether the broker asked for a certificate, be there one or not.
    [[nodiscard]] bool client_certificate_requested() const noexcept;

    /// The first bytes of the peer's first record, five when it sent that many: they show what a
    /// peer that does not speak TLS speaks in its place.
    [[nodiscard]] ByteView first_bytes() const noexcept;

    /// The fatal alert the peer sent (RFC 8446 section 6), or none.
    [[nodiscard]] std::optional<int> alert_received() const noexcept;

    /// The exact cause after a failed handshake or a loss before CONNACK, as Error(tls), or
    /// Error(network) for a peer that does not speak TLS; none when TLS is not to blame. With
    /// TLS 1.3 our certificate is refused after the handshake completed.
    [[nodiscard]] std::optional<Error> failure() const;

    /// The agreement of the last completed handshake, or none.
    [[nodiscard]] std::optional<SessionFacts> session() const;

    /// The same in lines for people.
    [[nodiscard]] std::vector<std::string> agreement() const;

    struct State; ///< known to the implementation alone

  private:
    std::unique_ptr<State> state_;
};

} // namespace mqttx::tls
