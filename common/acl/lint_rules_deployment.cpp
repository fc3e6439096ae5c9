// SPDX-License-Identifier: Apache-2.0
#include "common/acl/lint_rule_tables.hpp"

#include <array>

namespace mqttx::acl {

namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{
        "A501",
        warning,
        "user without a password",
        "The password file (--password-file) does not know the user: nobody can connect under this "
        "name, or the name is misspelt.",
        R"(user alice
topic read a
== passwd
alcie:$7$101$...)",
        R"(user alice
topic read a
== passwd
alice:$7$101$...)"},
    LintRule{
        "A502",
        warning,
        "password without a rule",
        "The user of the password file (--password-file) can connect and may do nothing.",
        R"(user alice
topic read a
== passwd
alice:$7$101$...
bob:$7$101$...)",
        R"(user alice
topic read a
== passwd
alice:$7$101$...)"},
    LintRule{
        "A503",
        error,
        "names that anybody can take",
        "mosquitto.conf (--conf) lets clients in without asking for a password or a certificate: "
        "any client may call itself alice.",
        R"(user alice
topic read a
== mosquitto.conf
allow_anonymous true
acl_file /etc/mosquitto/acl)",
        R"(user alice
topic read a
== mosquitto.conf
password_file /etc/mosquitto/passwd
acl_file /etc/mosquitto/acl)"},
    LintRule{
        "A504",
        error,
        "file that others may change",
        "Whoever may write the file decides who may do what. That others may read it is a warning, "
        "given with --conf.",
        R"((mode 0666))",
        R"((mode 0640))"},
    LintRule{
        "A505",
        warning,
        "listener without acl_file",
        "With per_listener_settings (--conf) an acl_file is for one listener; without one its "
        "clients may do everything.",
        R"(user alice
topic read a
== mosquitto.conf
per_listener_settings true
listener 1883
acl_file /etc/mosquitto/acl
listener 8883)",
        R"(user alice
topic read a
== mosquitto.conf
per_listener_settings true
listener 1883
acl_file /etc/mosquitto/acl)"},
    LintRule{
        "A506",
        warning,
        "user without a certificate",
        "No client certificate of the PKI (--pki) gives this user name, or it has expired; or the "
        "client of a certificate has no rule.",
        R"(user alice
topic read a
== --pki bob)",
        R"(user alice
topic read a
== --pki alice)"},
    LintRule{
        "A507",
        warning,
        "user name that no certificate has",
        "With use_subject_as_username (--conf) a user is named by the whole subject of the "
        "certificate.",
        R"(user alice
topic read a
== mosquitto.conf
listener 8883
use_subject_as_username true)",
        R"(user CN=alice,O=Home
topic read a
== mosquitto.conf
listener 8883
use_subject_as_username true)"},
    LintRule{
        "A508",
        error,
        "placeholder as user name",
        "A template was not filled in: nobody has this name, or somebody who knows it.",
        R"(user {{ mqtt_user }}
topic read a)",
        R"(user alice
topic read a)"},
    LintRule{
        "A509",
        warning,
        "too many users",
        "Mosquitto 2.0 looks through all users for each line: the time to load the file grows as "
        "the square of their number.",
        R"((20,001 users))",
        R"((20,000 users))"},
    LintRule{
        "A510",
        info,
        "no rule at all",
        "With an acl_file that holds no rule, every client is denied everything.",
        "# nothing",
        "topic read public/#"},
    LintRule{
        "A511",
        warning,
        "key for topics that nobody may use",
        "The keyring (--keyring) protects topics that no rule lets anybody write, or read: one of "
        "them is misspelt.",
        R"(user alice
topic readwrite home/lamp
== --keyring hoem/#)",
        R"(user alice
topic readwrite home/lamp
== --keyring home/#)"},
};

} // namespace

std::span<const LintRule> deployment_rules() noexcept {
    return rules;
}

} // namespace mqttx::acl
