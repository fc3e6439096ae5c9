// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/pki/authority.hpp"
#include "common/tls/pem.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

namespace mqttx::pki {

namespace {

using std::filesystem::perms;
using tls::test::TemporaryFolder;

const std::time_t now = std::time(nullptr);

Made make_ca(const Store& store, const Keeping& keeping = {}) {
    return make_root(store, {.role = Role::root, .common_name = "test CA"}, keeping, now);
}

Made make_server(const Store& store, const Keeping& keeping = {}) {
    const Authority ca{store, std::nullopt};
    return ca.make_leaf(
        {.role = Role::server, .common_name = "localhost", .names = server_names("localhost", {})},
        keeping,
        now
    );
}

perms mode_of(const std::string& path) {
    return std::filesystem::status(path).permissions();
}

/// What the openssl program thinks of it: its exit status.
int openssl(const std::string& words) {
    // NOLINTNEXTLINE(cert-env33-c): the words are the test's own
    const int status = std::system(cat("openssl ", words, " >/dev/null 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::local);
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("a CA and a server are written with the right modes") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    const Made ca = make_ca(store);
    const Made server = make_server(store);
    CHECK(ca.files.certificate == folder / "pki/ca.crt");
    CHECK(server.files.key == folder / "pki/server/localhost.key");
    CHECK(mode_of(folder / "pki") == perms{0700});
    for (const Files& files : {ca.files, server.files}) {
        CHECK(mode_of(files.key) == perms{0600});
        CHECK(mode_of(files.certificate) == perms{0644});
    }
    CHECK(
        io::read_file(server.files.chain, 65536) == io::read_file(server.files.certificate, 65536)
    );
}

TEST_CASE("the openssl program accepts what is made, strictly and for its purpose alone") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    const Made ca = make_ca(store);
    const Made server = make_server(store);
    const std::string verify =
        cat("verify -x509_strict -check_ss_sig -CAfile ", ca.files.certificate, ' ');
    CHECK(
        openssl(
            cat(verify, "-purpose sslserver -verify_hostname localhost ", server.files.certificate)
        ) == 0
    );
    CHECK(
        openssl(cat(verify, "-purpose sslserver -verify_ip ::1 ", server.files.certificate)) == 0
    );
    CHECK(openssl(cat(verify, "-purpose sslclient ", server.files.certificate)) != 0);
    CHECK(openssl(cat("pkey -noout -in ", server.files.key)) == 0);
}

TEST_CASE("nothing is overwritten, and nothing half written, unless told to") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store);
    const Bytes before = io::read_file(folder / "pki/ca.crt", 65536);
    CHECK(fault_of([&] { make_ca(store); }).find("exists already") != std::string::npos);
    CHECK(io::read_file(folder / "pki/ca.crt", 65536) == before);

    // A chain left over from elsewhere stops the whole identity.
    io::make_folder(folder / "pki/server");
    io::write_file(folder / "pki/server/localhost.chain.crt", as_bytes("x"), {});
    CHECK(fault_of([&] {
              make_server(store);
          }).find("localhost.chain.crt' exists already") != std::string::npos);
    CHECK_FALSE(io::exists(folder / "pki/server/localhost.key"));
    CHECK_FALSE(io::exists(folder / "pki/server/localhost.crt"));
    make_server(store, {.replace = true});
    make_ca(store, {.replace = true});
    CHECK(io::read_file(folder / "pki/ca.crt", 65536) != before);
}

TEST_CASE("a CA that is missing, torn or open to others signs nothing") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    CHECK(fault_of([&] { make_server(store); }).starts_with("there is no CA: "));
    make_ca(store);
    std::filesystem::permissions(folder / "pki/ca.key", perms{0644});
    CHECK_FALSE(fault_of([&] { make_server(store); }).empty());
    std::filesystem::permissions(folder / "pki/ca.key", perms{0600});
    const Bytes old_key = io::read_file(folder / "pki/ca.key", 65536);
    make_ca(store, {.replace = true});
    io::write_file(folder / "pki/ca.key", old_key, {.mode = 0600, .replace = true});
    CHECK(fault_of([&] {
              make_server(store);
          }).find("does not belong to the certificate") != std::string::npos);
}

TEST_CASE("an encrypted CA key signs with its passphrase alone, and others read it") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store, {.key_password = Secret{as_bytes("correct horse")}});
    CHECK(fault_of([&] {
              make_server(store);
          }) == cat("the private key '", folder / "pki/ca.key", "' is encrypted"));
    const Authority ca{store, Secret{as_bytes("correct horse")}};
    const Made client = ca.make_leaf({.role = Role::client, .common_name = "sensor"}, {}, now);
    CHECK(client.certificate.extended_usages == std::vector<std::string>{"clientAuth"});
    CHECK(
        openssl(cat("pkey -noout -passin 'pass:correct horse' -in ", folder / "pki/ca.key")) == 0
    );
    CHECK(openssl(cat("pkey -noout -passin pass:wrong -in ", folder / "pki/ca.key")) != 0);
}

TEST_CASE("many processes issue at once and none loses a file") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store);
    std::vector<pid_t> children;
    for (int number = 0; number < 8; ++number) {
        const pid_t child = ::fork();
        if (child == 0) {
            int status = 1;
            try {
                const Authority ca{store, std::nullopt};
                ca.make_leaf(
                    {.role = Role::client, .common_name = cat("sensor-", number % 4)}, {}, now
                );
                status = 0;
            } catch (const Error&) { // the name is taken: half of them must see that
            }
            ::_exit(status);
        }
        children.push_back(child);
    }
    int made = 0;
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        made += WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 1 : 0;
    }
    CHECK(made == 4);
    for (int number = 0; number < 4; ++number) {
        const Files files = store.files(Role::client, cat("sensor-", number));
        CHECK(openssl(cat("verify -CAfile ", folder / "pki/ca.crt", ' ', files.certificate)) == 0);
        tls::ClientOptions options;
        options.cafile = folder / "pki/ca.crt";
        options.cert = files.certificate;
        options.key = files.key;
        CHECK_NOTHROW(tls::ClientContext{options, "localhost"});
    }
}

TEST_CASE("certificates are read as PEM or DER, with nothing behind the latter") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    const Made ca = make_ca(store);
    const Bytes pem = io::read_file(ca.files.certificate, 65536);
    CHECK(
        openssl(cat("x509 -outform DER -in ", ca.files.certificate, " -out ", folder / "ca.der")) ==
        0
    );
    Bytes der = io::read_file(folder / "ca.der", 65536);
    CHECK(facts_of(read_certificates(pem, "p").front().get()).sha256 == ca.certificate.sha256);
    CHECK(facts_of(read_certificates(der, "d").front().get()).sha256 == ca.certificate.sha256);
    der.push_back(0);
    CHECK_FALSE(fault_of([&] { read_certificates(der, "d"); }).empty());
    der.resize(der.size() - 2);
    CHECK_FALSE(fault_of([&] { read_certificates(der, "d"); }).empty());
    const std::string twice = cat(as_text(pem), "words between\n", as_text(pem));
    CHECK(read_certificates(as_bytes(twice), "p").size() == 2);
}

} // namespace mqttx::pki
