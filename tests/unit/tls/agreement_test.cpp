// SPDX-License-Identifier: Apache-2.0
#include "common/tls/alert.hpp"
#include "common/tls/verdict.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>

namespace mqttx::tls::test {

namespace {

std::string sentence(const ClientOptions& options, SSL_CTX* server) {
    return verdict(options, "localhost", server).what;
}

/// A server that asks clients for a certificate of `clients_of`.
ContextHandle asking_server(const TestCa& ca, const TestCa& clients_of, int version) {
    ContextHandle server = server_context(ca.server("localhost"));
    SSL_CTX_set_max_proto_version(server.get(), version);
    SSL_CTX_load_verify_file(server.get(), clients_of.file().c_str());
    SSL_CTX_set_verify(server.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return server;
}

unsigned find_psk(SSL*, const char* identity, unsigned char* key, unsigned size) {
    if (std::string_view{identity} != "sensor" || size < 16) {
        return 0;
    }
    std::fill_n(key, 16, static_cast<unsigned char>(7));
    return 16;
}

int note_name(SSL* connection, int*, void* target) {
    const char* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
    *static_cast<std::string*>(target) = name == nullptr ? "(none)" : name;
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

TEST_CASE("a client certificate that is wanted and missing is said in TLS 1.2 and 1.3") {
    const TestCa ca;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        CAPTURE(version);
        const ContextHandle server = asking_server(ca, ca, version);
        ClientContext client{trusting(ca), "localhost"};
        run_handshake(client, server.get());
        CHECK(client.client_certificate_wanted());
        const auto failure = client.failure();
        REQUIRE(failure.has_value());
        CHECK(
            std::string{failure->what()} ==
            "'localhost' asks for a client certificate and none was given"
        );
        CHECK(failure->hint().find("--cert") != std::string::npos);
        CHECK(client.alert_received().has_value());
    }
}

TEST_CASE("a client certificate that is given is taken") {
    const TestCa ca;
    ClientOptions options = trusting(ca);
    ca.give_client(options, "sensor-1");
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        CAPTURE(version);
        ClientContext client{options, "localhost"};
        run_handshake(client, asking_server(ca, ca, version).get());
        CHECK(client.handshake_completed());
        CHECK_FALSE(client.client_certificate_wanted());
        CHECK_FALSE(client.failure().has_value());
    }
}

TEST_CASE("a client certificate of an unknown CA is refused by name") {
    const TestCa ca;
    const TestCa stranger{"stranger"};
    ClientOptions options = trusting(ca);
    stranger.give_client(options, "sensor-1");
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        CAPTURE(version);
        CHECK(
            sentence(options, asking_server(ca, ca, version).get()) ==
            "'localhost' refused our certificate 'CN=sensor-1' (alert unknown_ca): the broker does "
            "not know the CA that issued it"
        );
    }
}

TEST_CASE("versions and ciphers that do not meet are told apart") {
    const TestCa ca;
    const ContextHandle server = server_context(ca.server("localhost"));
    SSL_CTX_set_max_proto_version(server.get(), TLS1_2_VERSION);
    ClientOptions options = trusting(ca);
    options.minimum = Version::tls13;
    CHECK(
        sentence(options, server.get()) ==
        "'localhost' does not speak TLS 1.3, and --tls-version takes nothing older"
    );

    options.minimum = Version::tls12;
    options.ciphers = "ECDHE-ECDSA-CHACHA20-POLY1305";
    SSL_CTX_set_cipher_list(server.get(), "ECDHE-ECDSA-AES256-GCM-SHA384");
    CHECK(
        sentence(options, server.get()) ==
        "'localhost' found no common cipher or signature algorithm (alert handshake_failure)"
    );
}

TEST_CASE("a peer that does not speak TLS, or leaves, is told") {
    const TestCa ca;
    for (const auto& [answer, expected] :
         {std::pair{
              std::string{"HTTP/1.1 400 Bad Request\r\n\r\n"},
              std::string{"'localhost' does not speak TLS on this port"}},
          std::pair{
              std::string{"\x16\x03\x03\x01\x02\x02"},
              std::string{"'localhost' closed the connection during the TLS handshake"}},
          std::pair{std::string{}, std::string{}}}) {
        ClientContext client{trusting(ca), "localhost"};
        const ConnectionHandle near{SSL_new(client.native())};
        BIO* input = BIO_new_mem_buf(answer.data(), static_cast<int>(answer.size()));
        BIO_set_mem_eof_return(input, 0);
        SSL_set_bio(near.get(), input, BIO_new(BIO_s_mem()));
        CHECK(SSL_connect(near.get()) <= 0);
        ERR_clear_error();
        CHECK(as_text(client.first_bytes()) == answer.substr(0, 5));
        const auto failure = client.failure();
        REQUIRE(failure.has_value() == !expected.empty());
        if (failure) {
            CHECK(std::string{failure->what()} == expected);
            CHECK(failure->kind() == (answer[0] == 'H' ? ErrorKind::network : ErrorKind::tls));
        }
    }
}

TEST_CASE("a pre-shared key replaces certificates, and only the right one does") {
    const ContextHandle server{SSL_CTX_new(TLS_server_method())};
    SSL_CTX_set_psk_server_callback(server.get(), &find_psk);
    ClientOptions options;
    options.psk_identity = "sensor";
    options.psk = Secret{Bytes(16, 7)};
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        CAPTURE(version);
        SSL_CTX_set_max_proto_version(server.get(), version);
        options.psk = Secret{Bytes(16, 7)};
        CHECK(sentence(options, server.get()).empty());
        options.psk = Secret{Bytes(16, 8)};
        CHECK_FALSE(sentence(options, server.get()).empty());
    }
}

TEST_CASE("a certificate in place of the pre-shared key is refused") {
    const TestCa ca;
    ClientOptions options;
    options.psk_identity = "sensor";
    options.psk = Secret{Bytes(16, 7)};
    const ContextHandle server = server_context(ca.server("localhost"));
    CHECK(
        sentence(options, server.get()) ==
        "'localhost' answered with a certificate in place of the pre-shared key"
    );
}

TEST_CASE("each alert about our certificate has its own sentence") {
    Handshake handshake;
    handshake.peer = "broker";
    handshake.our_certificate = "CN=me";
    handshake.started = true;
    std::vector<std::string> sentences;
    for (const Alert alert :
         {Alert::bad_certificate,
          Alert::unsupported_certificate,
          Alert::certificate_revoked,
          Alert::certificate_expired,
          Alert::certificate_unknown,
          Alert::unknown_ca,
          Alert::access_denied,
          Alert::certificate_required,
          Alert::protocol_version,
          Alert::handshake_failure,
          Alert::unrecognized_name,
          Alert::decrypt_error,
          Alert::no_application_protocol,
          Alert::unknown_psk_identity,
          Alert::internal_error}) {
        handshake.alert_received = static_cast<int>(alert);
        const auto error = explain(handshake);
        REQUIRE(error.has_value());
        CHECK(error->facts().tls_alert == alert_name(static_cast<int>(alert)));
        sentences.emplace_back(error->what());
    }
    std::sort(sentences.begin(), sentences.end());
    CHECK(std::adjacent_find(sentences.begin(), sentences.end()) == sentences.end());
}

TEST_CASE("the name asked for goes out as SNI, an address does not") {
    const TestCa ca;
    const ContextHandle server = server_context(ca.server("localhost"));
    std::string seen;
    SSL_CTX_set_tlsext_servername_arg(server.get(), &seen);
    // SSL_CTX_set_tlsext_servername_callback without its C cast.
    SSL_CTX_callback_ctrl(
        server.get(), SSL_CTRL_SET_TLSEXT_SERVERNAME_CB, reinterpret_cast<void (*)()>(&note_name)
    );
    ClientContext by_name{trusting(ca), "localhost"};
    run_handshake(by_name, server.get());
    CHECK(seen == "localhost");
    ClientContext by_address{trusting(ca), "127.0.0.1"};
    run_handshake(by_address, server.get());
    CHECK(seen == "(none)");
}

} // namespace mqttx::tls::test
