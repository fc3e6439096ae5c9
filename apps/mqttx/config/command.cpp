// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "apps/mqttx/config/listing.hpp"
#include "common/base/text.hpp"
#include "common/cli/config_folder.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/keyring_options.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/profile.hpp"
#include "common/io/output.hpp"

#include <algorithm>
#include <memory>

namespace mqttx::app {

namespace {

using config::quoted;
using config::Value;

struct ConfigOptions {
    cli::ConnectionOptions connection{};
    cli::KeyringOptions keyrings{};
    bool json = false;
};

/// The value of an option that was given; none otherwise.
const Value* find(const std::vector<Value>& values, std::string_view option) {
    const auto found = std::find_if(values.begin(), values.end(), [&](const Value& value) {
        return value.option == option;
    });
    return found != values.end() ? &*found : nullptr;
}

std::string origin_of(
    const std::vector<Value>& given,
    std::initializer_list<std::string_view> options,
    std::string otherwise
) {
    for (const auto option : options) {
        if (const auto* value = find(given, option)) {
            return value->origin;
        }
    }
    return otherwise;
}

/// Who said what --url may say as well.
std::string origin_beside_url(
    const cli::ConnectionOptions& connection,
    const std::vector<Value>& given,
    std::string_view option,
    std::string otherwise
) {
    const auto& from_url = connection.from_url;
    const bool is_urls = std::find(from_url.begin(), from_url.end(), option) != from_url.end();
    return origin_of(given, {is_urls ? "url" : option}, std::move(otherwise));
}

/// Where a connection would go: what the URL, --tls and the port come to together.
std::vector<Value> address_values(
    const cli::ConnectionOptions& connection, bool tls, const std::vector<Value>& given
) {
    std::vector<Value> values;
    const auto& connect = connection.connect;
    const std::string tls_text{tls ? "true" : "false"};
    if (connect.unix_socket.empty()) {
        values.push_back(
            {"host", quoted(connect.host), origin_beside_url(connection, given, "host", "default")}
        );
        values.push_back(
            {"port",
             std::to_string(connect.port),
             origin_beside_url(connection, given, "port", tls ? "implied" : "default")}
        );
    }
    if (connect.username) {
        values.push_back(
            {"username",
             quoted(*connect.username),
             origin_beside_url(connection, given, "username", "default")}
        );
    }
    values.push_back(
        {"tls", tls_text, origin_of(given, {"no-tls", "tls"}, tls ? "implied" : "default")}
    );
    return values;
}

/// What is used of the options that nobody gave.
std::vector<Value> default_values(
    const cli::ConnectionOptions& connection, bool tls, const std::vector<Value>& given
) {
    const auto& patience = connection.connect.patience;
    const auto duration = [](std::chrono::milliseconds time) {
        return quoted(
            time.count() % 1000 == 0 ? cat(time.count() / 1000, 's') : cat(time.count(), "ms")
        );
    };
    std::vector<Value> values{
        {"protocol-version", quoted("5")},
        {"keepalive", std::to_string(connection.connect.keepalive)},
        {"connect-timeout", duration(patience.connect)},
        {"ack-timeout", duration(patience.acknowledge)},
    };
    const auto has_trust = [&](std::string_view option) { return find(given, option) != nullptr; };
    const std::initializer_list<std::string_view> trust{"cafile", "capath", "psk", "psk-file"};
    if (tls && std::none_of(trust.begin(), trust.end(), has_trust)) {
        values.push_back({"tls-use-os-certs", "true"});
    }
    std::erase_if(values, [&](const Value& value) { return find(given, value.option) != nullptr; });
    for (auto& value : values) {
        value.origin = "default";
    }
    return values;
}

/// Where what is for other commands begins.
auto first_ignored(const std::vector<Value>& values) {
    return std::find_if(values.begin(), values.end(), [](const Value& value) {
        return value.is_ignored;
    });
}

/// The default keyring is loaded beside those of the command line.
void add_default_keyring(std::vector<Value>& values, const std::optional<std::string>& file) {
    if (!file) {
        return;
    }
    const auto given = std::find_if(values.begin(), values.end(), [](const Value& value) {
        return value.option == "keyring";
    });
    if (given == values.end()) {
        values.insert(
            first_ignored(values), Value{"keyring", cat('[', quoted(*file), ']'), "default"}
        );
    } else if (given->text.find(quoted(*file)) == std::string::npos) {
        given->text.insert(1, cat(quoted(*file), ", "));
        given->origin.insert(0, "default, ");
    }
}

std::vector<Value> effective_values(
    ConfigOptions& options, const cli::Declaration& declaration, cli::Context& context
) {
    std::vector<Value> given;
    for (const auto& setting : declaration.settings()) {
        given.push_back(config::value_of(setting));
    }
    add_default_keyring(given, cli::default_keyring(options.keyrings, context.streams));
    const bool tls = cli::settle_address(options.connection, context);
    cli::warn_of_secrets(options.connection, context);
    auto values = address_values(options.connection, tls, given);
    const auto defaults = default_values(options.connection, tls, given);
    for (const auto& value : given) {
        const bool is_shown = find(values, value.option) != nullptr;
        if (!is_shown && value.option != "profile" && value.option != "json") {
            values.push_back(value);
        }
    }
    values.insert(first_ignored(values), defaults.begin(), defaults.end());
    return values;
}

cli::ExitCode
run(ConfigOptions& options, const cli::Declaration& declaration, cli::Context& context) {
    const auto values = effective_values(options, declaration, context);
    const config::Source source{
        cli::profile_name(declaration, context.streams), cli::profiles_file(context.streams)};
    io::Output out{context.streams.out};
    out.write(
        options.json ? config::json_listing(source, values) : config::text_listing(source, values)
    );
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_config(cli::Declaration& options) {
    const auto chosen = std::make_shared<ConfigOptions>();
    options.usage("[connection options] [--profile NAME] [--json]");
    options.about(
        "Prints what a connection would be made with: the values of the command line, the profile "
        "and the defaults, each with its origin. The text is TOML that can stand in a profile. "
        "Secrets are masked; none is read."
    );
    options.example("mqttx config --profile plant", "what this profile comes to");
    options.section("Output");
    options.flag("--json", chosen->json, "write one JSON object");
    cli::connection_options(options, chosen->connection);
    options.section("Payload security");
    cli::keyring_options(options, chosen->keyrings);
    cli::output_options(options);
    return [chosen, &options](cli::Context& context) { return run(*chosen, options, context); };
}

} // namespace mqttx::app
