// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/probe.hpp"

#include "common/cli/diagnostics.hpp"
#include "common/mqtt/session.hpp"

namespace mqttx::app {

namespace {

std::optional<Secret> copy_of(const std::optional<Secret>& secret) {
    return secret ? std::optional{secret->duplicate()} : std::nullopt;
}

tls::ClientOptions copy_of(const tls::ClientOptions& options) {
    tls::ClientOptions copy;
    copy.cafile = options.cafile;
    copy.capath = options.capath;
    copy.system_capath = options.system_capath;
    copy.use_os_certs = options.use_os_certs;
    copy.cert = options.cert;
    copy.key = options.key;
    copy.key_form = options.key_form;
    copy.key_password = copy_of(options.key_password);
    copy.minimum = options.minimum;
    copy.ciphers = options.ciphers;
    copy.tls13_ciphers = options.tls13_ciphers;
    copy.alpn = options.alpn;
    copy.servername = options.servername;
    copy.crlfile = options.crlfile;
    copy.pins = options.pins;
    copy.psk_identity = options.psk_identity;
    copy.psk = copy_of(options.psk);
    copy.insecure_hostname = options.insecure_hostname;
    copy.insecure_all = options.insecure_all;
    copy.key_policy = options.key_policy;
    return copy;
}

class Probe : private mqtt::SessionListener {
  public:
    Probe(mqtt::ConnectOptions options, std::string topic, cli::Context& context)
        : topic_{std::move(topic)}, context_{context}, session_{std::move(options), *this} {}

    /// The reason code of the PUBACK. Throws Error.
    int run() {
        while (!code_) {
            session_.step({});
        }
        session_.disconnect();
        while (!session_.is_closed()) {
            session_.step({});
        }
        return *code_;
    }

  private:
    void on_connected(const mqtt::Connack& /*connack*/, bool /*again*/) override {
        session_.publish({.topic = topic_, .payload = {}, .qos = 1}, 0);
    }

    void on_published(std::uint64_t /*ticket*/, int code, std::string_view /*reason*/) override {
        code_ = code;
    }

    void on_notice(const std::string& text) override { context_.diagnostics.note(text); }

    std::string name_of(std::uint64_t /*ticket*/) override { return "the probe"; }

    std::string topic_;
    cli::Context& context_;
    std::optional<int> code_;
    mqtt::Session session_;
};

} // namespace

ProbeResult probe(
    const mqtt::ConnectOptions& options,
    const std::optional<std::string>& username,
    bool with_password,
    const std::string& topic,
    cli::Context& context
) {
    mqtt::ConnectOptions copy;
    copy.host = options.host;
    copy.port = options.port;
    copy.bind_address = options.bind_address;
    copy.protocol = mqtt::Protocol::v5;
    copy.client_id = with_password ? options.client_id : "";
    copy.username = username;
    copy.password = with_password ? copy_of(options.password) : std::nullopt;
    copy.plaintext_password_allowed = options.plaintext_password_allowed;
    copy.patience = options.patience;
    copy.patience.reconnection = std::chrono::milliseconds{0};
    if (options.tls) {
        copy.tls = copy_of(*options.tls);
    }
    constexpr int first_refusal = 0x80;
    try {
        const auto code = Probe{std::move(copy), topic, context}.run();
        return {code >= first_refusal ? ProbeAnswer::refused : ProbeAnswer::accepted};
    } catch (const Error& fault) { // what became of the broker decides about the old file
        const bool unknown = fault.kind() == ErrorKind::identity;
        return {
            unknown ? ProbeAnswer::not_let_in : ProbeAnswer::unreachable, std::current_exception()};
    }
}

} // namespace mqttx::app
