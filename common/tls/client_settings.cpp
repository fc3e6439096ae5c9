// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/client_state.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/pem.hpp"

#include <openssl/x509v3.h>

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

namespace mqttx::tls {

namespace {

Error usage(std::string what, std::string hint = {}) {
    return {ErrorKind::usage, std::move(what), std::move(hint)};
}

void trust_file(X509_STORE* store, const std::string& path) {
    const Bytes pem = io::read_file(path, max_pem_size);
    for (const CertificateHandle& certificate : read_certificates(pem, path)) {
        require(X509_STORE_add_cert(store, certificate.get()) == 1, "trusting a certificate");
    }
}

void trust_folder(X509_STORE* store, const std::string& path) {
    if (!io::exists(path)) {
        throw Error{
            ErrorKind::local,
            cat("there is no folder ", in_quotes(path), " of trusted CAs"),
            "name a file with --cafile"};
    }
    require(X509_STORE_load_path(store, path.c_str()) == 1, "trusting a folder of certificates");
}

void set_trust(X509_STORE* store, const ClientOptions& options) {
    if (!options.cafile.empty()) {
        trust_file(store, options.cafile);
    }
    if (!options.capath.empty()) {
        trust_folder(store, options.capath);
    }
    const bool nothing_named = options.cafile.empty() && options.capath.empty();
    if (nothing_named || options.use_os_certs) {
        trust_folder(
            store,
            options.system_capath.empty() ? X509_get_default_cert_dir() : options.system_capath
        );
    }
}

void set_revocation_lists(X509_STORE* store, const std::string& path) {
    const Bytes pem = io::read_file(path, max_pem_size);
    for (const RevocationListHandle& list : read_revocation_lists(pem, path)) {
        require(X509_STORE_add_crl(store, list.get()) == 1, "adding a revocation list");
    }
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
}

/// The only check of the name there is: the MQTT library leaves it to this context.
void set_verified_name(SSL_CTX* context, const Handshake& handshake) {
    X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(
        parameters, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS
    );
    const int set =
        handshake.peer_is_address
            ? X509_VERIFY_PARAM_set1_ip_asc(parameters, handshake.peer.c_str())
            : X509_VERIFY_PARAM_set1_host(parameters, handshake.peer.data(), handshake.peer.size());
    if (handshake.peer.empty() || set != 1) {
        throw usage(cat(in_quotes(handshake.peer), " is no name a certificate can have"));
    }
}

void set_verification(ClientContext::State& state, const ClientOptions& options) {
    SSL_CTX* context = state.context.get();
    state.insecure_all = options.insecure_all;
    std::transform(
        options.pins.begin(),
        options.pins.end(),
        std::back_inserter(state.pins),
        [](const std::string& pin) { return parse_pin(pin); }
    );
    if (options.insecure_all) {
        return;
    }
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    set_trust(store, options);
    if (!options.crlfile.empty()) {
        set_revocation_lists(store, options.crlfile);
    }
    X509_VERIFY_PARAM_set_purpose(SSL_CTX_get0_param(context), X509_PURPOSE_SSL_SERVER);
    if (!options.insecure_hostname) {
        set_verified_name(context, state.handshake);
    }
}

Error key_differs(
    const std::vector<CertificateHandle>& certificates,
    const EVP_PKEY* key,
    const std::string& cert_path,
    const std::string& key_path
) {
    const bool later = std::any_of(
        certificates.begin(),
        certificates.end(),
        [&](const CertificateHandle& certificate) {
            return X509_check_private_key(certificate.get(), key) == 1;
        }
    );
    return {
        ErrorKind::tls,
        cat("the private key ",
            in_quotes(key_path),
            " does not belong to the certificate ",
            in_quotes(name_text(X509_get_subject_name(certificates.front().get()))),
            " in ",
            in_quotes(cert_path)),
        later ? "the certificates are in the wrong order: ours comes first, then its issuers"
              : "they are made together: use the pair of files of one name"};
}

/// "it expired on ...", or empty: ours is shown all the same, clocks may be wrong on either side.
std::string date_fault(const X509* certificate, std::time_t now) {
    const auto start = unix_time(X509_get0_notBefore(certificate));
    const auto end = unix_time(X509_get0_notAfter(certificate));
    if (start && now < *start) {
        return cat("it is not valid before ", time_text(*start), ", in ", span_text(*start - now));
    }
    if (end && now > *end) {
        return cat("it expired on ", time_text(*end), ", ", span_text(now - *end), " ago");
    }
    return {};
}

/// Our certificate, the issuers after it, and the key.
void set_own_certificate(ClientContext::State& state, const ClientOptions& options) {
    const std::string& key_path = options.key.empty() ? options.cert : options.key;
    const bool both = options.key.empty();
    const Secret key_pem =
        io::read_private_file(key_path, both ? io::PrivatePolicy::lax : options.key_policy);
    const auto holds = [&](std::string_view label) {
        return key_pem.expose_text().find(label) != std::string_view::npos;
    };
    if (both && holds("BEGIN CERTIFICATE-----") && !holds("PRIVATE KEY-----")) {
        throw usage(
            cat("--cert is given without --key, and ", in_quotes(options.cert), " holds no key"),
            "add --key FILE"
        );
    }
    const KeyHandle key =
        options.key_form == KeyForm::der
            ? read_private_key_der(key_pem.expose(), options.key_password, key_path)
            : read_private_key(key_pem.expose(), options.key_password, key_path);
    if (both && key_path != "-") { // a certificate alone may be read by anybody
        io::require_private_file(key_path, options.key_policy);
    }
    const auto certificates =
        both ? read_certificates(key_pem.expose(), options.cert)
             : read_certificates(io::read_file(options.cert, max_pem_size), options.cert);
    if (X509_check_private_key(certificates.front().get(), key.get()) != 1) {
        throw key_differs(certificates, key.get(), options.cert, key_path);
    }
    SSL_CTX* context = state.context.get();
    drop_errors();
    require(
        SSL_CTX_use_certificate(context, certificates.front().get()) == 1,
        cat("using the certificate ", in_quotes(options.cert))
    );
    require(
        SSL_CTX_use_PrivateKey(context, key.get()) == 1, cat("using the key ", in_quotes(key_path))
    );
    for (std::size_t index = 1; index < certificates.size(); ++index) {
        require(
            SSL_CTX_add1_chain_cert(context, certificates[index].get()) == 1,
            cat("using the chain in ", in_quotes(options.cert))
        );
    }
    state.handshake.our_certificate = name_text(X509_get_subject_name(certificates.front().get()));
    state.handshake.our_date_fault = date_fault(certificates.front().get(), std::time(nullptr));
}

void set_psk(ClientContext::State& state, const ClientOptions& options) {
    constexpr std::size_t longest_identity = 255; // OpenSSL's buffer
    if (options.psk_identity.empty() || options.psk_identity.find('\0') != std::string::npos) {
        throw usage("a pre-shared key needs an identity", "add --psk-identity NAME");
    }
    if (options.psk_identity.size() > longest_identity) {
        throw usage("the identity of the pre-shared key is longer than 255 bytes");
    }
    state.handshake.psk_identity = options.psk_identity;
    state.psk = options.psk->duplicate();
    if (options.ciphers.empty()) {
        // Those with forward secrecy first; none that wants a certificate beside the key.
        require(
            SSL_CTX_set_cipher_list(state.context.get(), "kECDHEPSK:kDHEPSK:kPSK") == 1,
            "choosing PSK ciphers"
        );
    }
}

void set_ciphers(SSL_CTX* context, const ClientOptions& options) {
    if (!options.ciphers.empty() &&
        SSL_CTX_set_cipher_list(context, options.ciphers.c_str()) != 1) {
        throw usage(
            cat("no known cipher in ", in_quotes(options.ciphers)),
            "'openssl ciphers -v' lists them"
        );
    }
    if (!options.tls13_ciphers.empty() &&
        SSL_CTX_set_ciphersuites(context, options.tls13_ciphers.c_str()) != 1) {
        throw usage(
            cat("unknown TLS 1.3 cipher suite in ", in_quotes(options.tls13_ciphers)),
            "'openssl ciphers -v -s -tls1_3' lists them"
        );
    }
}

void set_alpn(SSL_CTX* context, const std::string& protocol) {
    constexpr std::size_t longest = 255;
    if (protocol.size() > longest) {
        throw usage("the --tls-alpn protocol name is longer than 255 bytes");
    }
    const std::string wire = cat(static_cast<char>(protocol.size()), protocol);
    const ByteView bytes = as_bytes(wire);
    require(
        SSL_CTX_set_alpn_protos(context, bytes.data(), static_cast<unsigned>(bytes.size())) == 0,
        "setting the ALPN protocol"
    );
}

io::Descriptor open_keylog(const std::string& path) {
    constexpr mode_t owner_only = 0600;
    io::Descriptor file{open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, owner_only)};
    if (!file.is_open()) {
        throw Error{
            ErrorKind::local,
            cat("cannot open the key log ", in_quotes(path), ": ", system_error_text(errno))};
    }
    return file;
}

} // namespace

void configure(ClientContext::State& state, const ClientOptions& options) {
    state.handshake.newest_only = options.minimum == Version::tls13;
    state.context.reset(SSL_CTX_new(TLS_client_method()));
    require(state.context != nullptr, "making a TLS context");
    SSL_CTX* context = state.context.get();
    SSL_CTX_set_min_proto_version(
        context, options.minimum == Version::tls13 ? TLS1_3_VERSION : TLS1_2_VERSION
    );
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(
        context,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
            SSL_MODE_RELEASE_BUFFERS
    );
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    set_ciphers(context, options);
    if (!options.alpn.empty()) {
        set_alpn(context, options.alpn);
    }
    if (!options.keylog.empty()) {
        state.keylog = open_keylog(options.keylog);
    }
    if (options.psk) {
        set_psk(state, options);
        return;
    }
    set_verification(state, options);
    if (!options.cert.empty()) {
        set_own_certificate(state, options);
    } else if (!options.key.empty()) {
        throw usage("a private key is given without its certificate", "add --cert FILE");
    }
}

} // namespace mqttx::tls
