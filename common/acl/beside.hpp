// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/span.hpp"
#include "common/acl/target.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The files that stand beside a permission file at a broker, as far as lint asks them.
namespace mqttx::acl {

struct Directions;

/// A line of mosquitto.conf: a word and what follows it.
struct ConfSetting {
    std::string_view name;
    std::string_view value;
    Span span; ///< the whole setting
};

/// A mosquitto.conf; what it includes is not looked at. The text must outlive it.
struct MosquittoConf {
    std::string_view text;
    std::vector<ConfSetting> settings; ///< in the order of the file

    /// The last setting of this name, or none.
    [[nodiscard]] const ConfSetting* find(std::string_view name) const noexcept;
    /// Whether a setting of this name is true at any listener.
    [[nodiscard]] bool is_true(std::string_view name) const noexcept;
    /// Whether clients without a user name are let in: by a setting, or because there is no
    /// listener (mosquitto.conf(5), allow_anonymous).
    [[nodiscard]] bool lets_anonymous_in() const noexcept;
    /// Whether clients get their user name from a certificate.
    [[nodiscard]] bool names_by_certificate() const noexcept;
    /// Whether anything proves who a client is: passwords, keys, certificates, a plugin.
    [[nodiscard]] bool authenticates() const noexcept;
};

/// Reads any bytes (less than 4 GiB).
MosquittoConf read_mosquitto_conf(std::string_view text);

/// The user names of a Mosquitto password file. The text must outlive it.
struct PasswordFile {
    struct User {
        std::string_view name;
        Span span;
    };

    std::string_view text;
    std::vector<User> users;
};

/// Reads any bytes (less than 4 GiB); lines without a colon are passed over.
PasswordFile read_password_file(std::string_view text);

/// A client certificate of the PKI that clients are let in with.
struct ClientCertificate {
    std::string name;    ///< the common name, or the whole subject where that is the user name
    std::string expired; ///< the time when it did; empty when it is in force
};

/// A topic filter that a key of the keyring protects.
struct ProtectedTopic {
    std::string kid;
    std::string filter;
};

/// What lint may ask beside the permission file itself; nullptr where it is not known.
struct Beside {
    const MosquittoConf* conf = nullptr;
    const PasswordFile* passwords = nullptr;
    const std::vector<ClientCertificate>* certificates = nullptr;
    const std::vector<ProtectedTopic>* protected_topics = nullptr;
    const Directions* directions = nullptr;
    std::optional<unsigned> mode{}; ///< permission bits of the file
    std::optional<Target> target{}; ///< a broker it is meant to move to
};

} // namespace mqttx::acl
