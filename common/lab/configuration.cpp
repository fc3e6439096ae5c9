// SPDX-License-Identifier: Apache-2.0
#include "common/lab/configuration.hpp"

#include "common/base/text.hpp"
#include "common/io/json_writer.hpp"

namespace mqttx::lab {

namespace {

/// A TOML basic string (TOML 1.0 "String") is written as JSON writes one.
std::string quoted(std::string_view text) {
    std::string out;
    io::append_json_string(out, text);
    return out;
}

std::string profile_head(const Layout& layout, std::string_view name, std::uint16_t port) {
    return cat(
        "\n[profile.",
        name,
        "]\n",
        "host = \"127.0.0.1\"\n",
        "port = ",
        port,
        "\n",
        "cafile = ",
        quoted(layout.pki() + "/ca.crt"),
        "\n"
    );
}

std::string password_profile(const Layout& layout, std::string_view user) {
    return cat(
        profile_head(layout, user, layout.password_port()),
        "username = ",
        quoted(user),
        "\n",
        "password-file = ",
        quoted(layout.password_of(user)),
        "\n"
    );
}

std::string listener(const Layout& layout, std::uint16_t port) {
    return cat(
        "\nlistener ",
        port,
        " 127.0.0.1\n",
        "certfile ",
        layout.pki(),
        "/server/localhost.chain.crt\n",
        "keyfile ",
        layout.pki(),
        "/server/localhost.key\n",
        "tls_version tlsv1.2\n",
        "allow_anonymous false\n",
        layout.plugin.empty() ? "acl_file " : cat("plugin ", layout.plugin, "\nplugin_opt_file "),
        layout.permissions(),
        "\n"
    );
}

/// A rule that allows something, alone or in a shared subscription.
std::string rule(
    std::string_view id, std::string_view user, std::string_view operation, std::string_view topic
) {
    return cat(
        "\n[[rule]]\nid = \"",
        id,
        "\"\nsubject = { user = \"",
        user,
        "\" }\neffect = \"allow\"\noperation = \"",
        operation,
        "\"\ntopic = \"",
        topic,
        "\"\nshare = \"any\"\n"
    );
}

std::string introduction() {
    return cat(
        "# ",
        certified_user,
        " may do everything, ",
        writing_user,
        " speaks and listens at home, ",
        reading_user,
        " only listens there.\n"
    );
}

std::string native_permissions() {
    return cat(
        introduction(),
        "# mqttx: ignore-file[A401,A402] it is a lab\n"
        "format = \"mqttx-acl/1\"\n"
        "default = \"deny\"\n",
        rule("owner", certified_user, "both", "#"),
        rule("broker", certified_user, "subscribe", "$SYS/#"),
        rule("speak", writing_user, "both", protected_topics),
        rule("listen", reading_user, "subscribe", protected_topics)
    );
}

} // namespace

std::string broker_configuration(const Layout& layout, std::string_view broker_user) {
    return cat(
        "# A throwaway broker: two TLS listeners, reachable from this machine alone.\n"
        "per_listener_settings true\n"
        "persistence false\n"
        "log_dest file ",
        layout.log(),
        "\n",
        "log_timestamp_format %Y-%m-%dT%H:%M:%S\n"
        "log_type error\nlog_type warning\nlog_type notice\nlog_type information\nlog_type "
        "subscribe\n"
        "# Started by root the broker would become the user mosquitto, who may not read the keys "
        "of\n"
        "# this folder.\n"
        "user ",
        broker_user,
        "\n",
        "\n# Mutual TLS: the user is the common name of the client's certificate.",
        listener(layout, layout.port),
        "cafile ",
        layout.pki(),
        "/ca.crt\n"
        "require_certificate true\n"
        "use_identity_as_username true\n"
        "\n# TLS, and a user name with its password.",
        listener(layout, layout.password_port()),
        "password_file ",
        layout.passwords(),
        "\n"
    );
}

std::string permission_file(const Layout& layout) {
    if (!layout.plugin.empty()) {
        return native_permissions();
    }
    return cat(
        introduction(),
        "user ",
        certified_user,
        "\n"
        "topic readwrite #\n"
        "topic read $SYS/#\n"
        "\nuser ",
        writing_user,
        "\n"
        "topic readwrite ",
        protected_topics,
        "\n"
        "\nuser ",
        reading_user,
        "\n"
        "topic read ",
        protected_topics,
        "\n"
    );
}

std::string profile_file(const Layout& layout) {
    const auto client = cat(layout.pki(), "/client/", certified_user);
    const auto keyring = cat("keyring = ", quoted(layout.keyring()), "\n");
    return cat(
        "# Whom to be at the lab's broker: --profile NAME, or MQTTX_PROFILE.\n",
        profile_head(layout, certified_user, layout.port),
        "cert = ",
        quoted(client + ".chain.crt"),
        "\n",
        "key = ",
        quoted(client + ".key"),
        "\n",
        keyring,
        password_profile(layout, writing_user),
        keyring,
        "\n# Reads what the broker lets it, but has no key for what is sealed.",
        password_profile(layout, reading_user),
        "\n# Has neither a certificate nor a password.",
        profile_head(layout, "stranger", layout.port)
    );
}

} // namespace mqttx::lab
