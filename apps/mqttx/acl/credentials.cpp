// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/credentials.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "common/acl/toml.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <cstring>
#include <filesystem>

namespace mqttx::app {

namespace {

class Reader {
  public:
    Reader(std::string path, std::string_view content)
        : path_{std::move(path)}, toml_{acl::read_toml(content)} {}

    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Passwords with escapes are copies that nobody else wipes.
    ~Reader() {
        for (auto& text : toml_.owned) {
            ::explicit_bzero(text.data(), text.size());
        }
    }

    std::vector<Credential> read() {
        if (!toml_.faults.empty()) {
            fail(toml_.faults.front().span, toml_.faults.front().message);
        }
        std::vector<Credential> all;
        const auto users = toml_.find(0, "user");
        if (users == acl::no_node || toml_[users].kind != acl::TomlKind::array) {
            fail({0, 0}, "no [[user]]");
        }
        toml_.each(0, [&](std::uint32_t at) {
            if (at != users) {
                fail(toml_[at].key_span, cat("unknown key ", in_quotes(toml_[at].key)));
            }
        });
        toml_.each(users, [&](std::uint32_t at) { all.push_back(read_user(at)); });
        return all;
    }

  private:
    [[noreturn]] void fail(acl::Span span, std::string_view what) const {
        const auto at = acl::LineIndex{toml_.text}.position(span.begin);
        throw Error{
            ErrorKind::local,
            cat(path_, ':', at.line, ':', at.column, ": ", what),
            "[[user]] with username and password, or cert and key"};
    }

    std::string_view text(std::uint32_t table, std::string_view key) const {
        const auto found = toml_.find(table, key);
        if (found == acl::no_node) {
            return {};
        }
        if (toml_[found].kind != acl::TomlKind::string || toml_[found].text.empty()) {
            fail(toml_[found].span, "a text in quotes is expected");
        }
        return toml_[found].text;
    }

    Credential read_user(std::uint32_t table) const {
        if (toml_[table].kind != acl::TomlKind::table) {
            fail(toml_[table].span, "a table is expected");
        }
        toml_.each(table, [&](std::uint32_t at) {
            const auto key = toml_[at].key;
            if (key != "username" && key != "password" && key != "cert" && key != "key") {
                fail(toml_[at].key_span, cat("unknown key ", in_quotes(key)));
            }
        });
        const auto username = text(table, "username");
        const auto password = text(table, "password");
        const auto cert = text(table, "cert");
        const auto key = text(table, "key");
        if ((username.empty() && cert.empty()) || username.empty() != password.empty() ||
            cert.empty() != key.empty()) {
            fail(toml_[table].span, "half of a user");
        }
        Credential who;
        who.name = username.empty() ? cat("certificate ", in_quotes(cert))
                                    : cat("user ", in_quotes(username));
        if (!username.empty()) {
            who.username = username;
            who.password = Secret{as_bytes(password)};
        }
        who.cert = beside(cert);
        who.key = beside(key);
        return who;
    }

    /// A path that is relative to the file.
    [[nodiscard]] std::string beside(std::string_view path) const {
        return path.empty() || path.starts_with('/')
                   ? std::string{path}
                   : (std::filesystem::path{path_}.parent_path() / path).string();
    }

    std::string path_;
    acl::TomlDocument toml_;
};

} // namespace

std::vector<Credential> read_credentials(const std::string& path, io::PrivatePolicy policy) {
    const auto content = io::read_private_file(path, policy);
    return credentials_in(path, content.expose());
}

std::vector<Credential> credentials_in(const std::string& path, ByteView content) {
    return Reader{path, as_text(content)}.read();
}

mqtt::ConnectOptions connect_as(const mqtt::ConnectOptions& connect, const Credential& who) {
    auto options = mqtt::duplicate(connect);
    options.will.reset();
    options.username = who.username;
    options.password.reset();
    if (who.password) {
        options.password = Secret{who.password->expose()};
    }
    if (options.tls) {
        options.tls->cert = who.cert;
        options.tls->key = who.key;
    } else if (!who.cert.empty()) {
        throw Error{
            ErrorKind::usage,
            cat(who.name, " needs TLS"),
            "--tls, or --cafile FILE, where the broker has it"};
    }
    return options;
}

std::vector<acl::Client> clients_for(const Credential& who, const std::string& client_id) {
    std::vector<acl::Client> clients{{who.username, client_id}};
    if (!who.cert.empty()) {
        const auto names = certificate_names(who.cert);
        clients.front().certificate = names;
        if (names.common_name && names.common_name != who.username) {
            clients.push_back({names.common_name, client_id, names});
        }
    }
    return clients;
}

} // namespace mqttx::app
