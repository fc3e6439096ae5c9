// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/handle.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/pki/authority.hpp"
#include "common/tls/client_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>

namespace mqttx::tls::test {

/// A folder of its own that goes with its content.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "mqttx-unit-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string operator/(std::string_view name) const {
        return cat(path_, '/', name);
    }

    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

using ContextHandle = Handle<SSL_CTX, &SSL_CTX_free>;
using ConnectionHandle = Handle<SSL, &SSL_free>;

/// What a server shows.
struct Credentials {
    pki::CertificateHandle certificate;
    pki::KeyHandle key;
};

/// A CA in memory, with its certificate in a file for --cafile.
class TestCa {
  public:
    explicit TestCa(const std::string& name = "test CA", std::time_t now = std::time(nullptr))
        : key_{pki::generate_key(pki::KeyType::p256)},
          certificate_{
              pki::issue({.role = pki::Role::root, .common_name = name}, key_.get(), nullptr, now)
                  .certificate} {
        io::write_file(file(), as_bytes(pki::certificate_pem(certificate_.get())), {});
    }

    [[nodiscard]] std::string file() const { return folder_ / "ca.crt"; }

    [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

    [[nodiscard]] pki::Issuer issuer() const { return {certificate_.get(), key_.get()}; }

    [[nodiscard]] Credentials
    issue(const pki::Order& order, std::time_t now = std::time(nullptr)) const {
        Credentials made{{}, pki::generate_key(pki::KeyType::p256)};
        const pki::Issuer by = issuer();
        made.certificate = pki::issue(order, made.key.get(), &by, now).certificate;
        return made;
    }

    [[nodiscard]] Credentials server(const std::string& name) const {
        return issue(
            {.role = pki::Role::server, .common_name = name, .names = pki::server_names(name, {})}
        );
    }

    /// A client's certificate and key as files, for ClientOptions.
    void give_client(ClientOptions& options, const std::string& name) const {
        const Credentials made = issue({.role = pki::Role::client, .common_name = name});
        options.cert = folder_ / cat(name, ".crt");
        options.key = folder_ / cat(name, ".key");
        io::write_file(
            options.cert, as_bytes(pki::certificate_pem(made.certificate.get())), {.replace = true}
        );
        io::write_file(
            options.key,
            pki::private_key_pem(made.key.get(), std::nullopt).expose(),
            {.mode = 0600, .replace = true}
        );
    }

  private:
    TemporaryFolder folder_;
    pki::KeyHandle key_;
    pki::CertificateHandle certificate_;
};

/// A server's context that shows the credentials.
inline ContextHandle server_context(const Credentials& credentials) {
    ContextHandle context{SSL_CTX_new(TLS_server_method())};
    if (credentials.certificate) {
        SSL_CTX_use_certificate(context.get(), credentials.certificate.get());
        SSL_CTX_use_PrivateKey(context.get(), credentials.key.get());
    }
    return context;
}

/// Both ends of one connection in memory, run until neither has anything to say.
/// The client reads after its handshake, as it waits for a CONNACK.
inline void run_handshake(ClientContext& client, SSL_CTX* server) {
    client.begin_attempt();
    const ConnectionHandle near{SSL_new(client.native())};
    const ConnectionHandle far{SSL_new(server)};
    BIO* near_end = nullptr;
    BIO* far_end = nullptr;
    BIO_new_bio_pair(&near_end, 0, &far_end, 0);
    SSL_set_bio(near.get(), near_end, near_end);
    SSL_set_bio(far.get(), far_end, far_end);
    SSL_set_connect_state(near.get());
    SSL_set_accept_state(far.get());
    for (int round = 0; round < 20; ++round) {
        char byte = 0;
        ERR_clear_error();
        SSL_read(near.get(), &byte, 1);
        ERR_clear_error();
        SSL_read(far.get(), &byte, 1);
    }
    ERR_clear_error();
}

/// What a handshake with `host` ended in; empty texts when nothing is wrong.
struct Verdict {
    bool completed;
    std::string what;
    std::string hint;
};

inline Verdict verdict(const ClientOptions& options, const std::string& host, SSL_CTX* server) {
    ClientContext client{options, host};
    run_handshake(client, server);
    const auto failure = client.failure();
    if (!failure) {
        return {client.handshake_completed(), {}, {}};
    }
    return {client.handshake_completed(), failure->what(), failure->hint()};
}

inline Verdict
verdict(const ClientOptions& options, const std::string& host, const Credentials& server) {
    return verdict(options, host, server_context(server).get());
}

inline ClientOptions trusting(const TestCa& ca) {
    ClientOptions options;
    options.cafile = ca.file();
    return options;
}

inline bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace mqttx::tls::test
