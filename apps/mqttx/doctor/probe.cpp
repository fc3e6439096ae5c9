// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/doctor/probe.hpp"

#include "common/base/text.hpp"
#include "common/io/dial.hpp"
#include "common/mqtt/session.hpp"

#include <algorithm>
#include <random>

namespace mqttx::app::doctor {

namespace {

using Clock = mqtt::Session::Clock;

/// What is retained, or published all the time, comes at once; nobody can wait for the rest.
constexpr std::chrono::seconds listening_time{1};

constexpr int plain_port = 1883;

std::string random_word() {
    std::random_device random;
    std::string word;
    for (int count = 0; count < 16; ++count) {
        word += "0123456789abcdef"[random() % 16];
    }
    return word;
}

class Trespasser : public mqtt::SessionListener {
  public:
    Trespasser(mqtt::ConnectOptions options, Trespass& seen)
        : seen_{seen}, topic_{cat("mqttx-doctor/", random_word())},
          session_{std::move(options), *this} {}

    void run() {
        while (!is_over()) {
            session_.step({.until = end_});
        }
        session_.disconnect();
        while (!session_.is_closed()) {
            session_.step({});
        }
    }

    void on_connected(const mqtt::Connack& /*connack*/, bool /*again*/) override {
        seen_.mqtt5 = session_.speaks_mqtt5();
        const mqtt::Subscription everything{.filter = "#"};
        const mqtt::Subscription statistics{.filter = "$SYS/#"};
        session_.subscribe({&everything, 1});
        session_.subscribe({&statistics, 1});
    }

    void on_granted(std::span<const mqtt::Grant> grants, std::string_view /*reason*/) override {
        for (const auto& grant : grants) {
            (grant.subscription.filter == "#" ? seen_.everything : seen_.statistics) = grant.code;
        }
        if (seen_.everything && seen_.statistics && !end_) {
            end_ = Clock::now() + listening_time;
            session_.publish({.topic = topic_, .payload = {}, .qos = 1}, 0);
        }
    }

    void on_message(const mqtt::Message& message) override {
        if (message.topic == topic_) {
            seen_.heard_ourselves = true;
        } else if (message.topic.starts_with('$')) {
            seen_.heard_statistics = true;
        } else if (seen_.foreign_topics.size() < most_topics) {
            seen_.foreign_topics.emplace(message.topic);
        }
    }

    void on_published(std::uint64_t /*ticket*/, int code, std::string_view /*reason*/) override {
        seen_.published = code;
    }

    void on_notice(const std::string& /*text*/) override {}

    std::string name_of(std::uint64_t /*ticket*/) override { return "the probe"; }

  private:
    static constexpr std::size_t most_topics = 1000;

    /// A missing PUBACK ends the session by its own deadline.
    [[nodiscard]] bool is_over() const { return end_ && seen_.published && Clock::now() >= *end_; }

    Trespass& seen_;
    std::string topic_;
    std::optional<Clock::time_point> end_;
    mqtt::Session session_;
};

/// Nobody in particular, over the same way.
mqtt::ConnectOptions anonymous(const mqtt::ConnectOptions& options) {
    auto copy = mqtt::duplicate(options);
    copy.client_id.clear();
    copy.clean_start = true;
    copy.session_expiry.reset();
    copy.username.reset();
    copy.password.reset();
    if (copy.tls) {
        copy.tls->cert.clear();
        copy.tls->key.clear();
        copy.tls->key_password.reset();
    }
    return copy;
}

Finding probe_wrong_password(const mqtt::ConnectOptions& options) {
    const bool by_tls = options.tls && (!options.tls->cert.empty() || options.tls->psk);
    if (by_tls && !options.username) {
        return {
            "probe",
            "wrong-password",
            Outcome::untested,
            "TLS says who we are, no password does",
            "add --username NAME"};
    }
    auto copy = mqtt::duplicate(options);
    copy.client_id.clear();
    copy.clean_start = true;
    copy.session_expiry.reset();
    copy.username = options.username.value_or("mqttx-doctor");
    copy.password = Secret{as_bytes(random_word())};
    const auto name = *copy.username;
    return judge_wrong_password(name, attempt(std::move(copy)));
}

Finding probe_plain_port(const mqtt::ConnectOptions& options, const std::string& address) {
    if (!options.tls) {
        return {"probe", "plain-port", Outcome::untested, "this connection has no TLS itself"};
    }
    auto copy = anonymous(options);
    copy.tls.reset();
    copy.port = plain_port;
    const auto dialled = io::dial(
        address, plain_port, options.bind_address, Clock::now() + options.patience.connect
    );
    return judge_plain_port(
        plain_port,
        dialled.socket.is_open() ? std::optional{attempt(std::move(copy))} : std::nullopt
    );
}

} // namespace

Trespass trespass(const mqtt::ConnectOptions& options) {
    auto copy = mqtt::duplicate(options);
    copy.client_id.clear();
    copy.clean_start = true;
    copy.session_expiry.reset();
    copy.will.reset();
    copy.tells_tls = copy.wants_log = false;
    copy.patience.first_connection.reset();
    copy.patience.reconnection = std::chrono::milliseconds{0};
    copy.patience.attempts = 0;
    Trespass seen;
    seen.fault = fault_of([&] { Trespasser{std::move(copy), seen}.run(); });
    return seen;
}

Findings probe_untested(const std::string& reason) {
    Findings findings;
    for (const auto* check :
         {"anonymous", "wrong-password", "plain-port", "everything", "statistics", "denial"}) {
        findings.push_back({"probe", check, Outcome::untested, reason});
    }
    return findings;
}

Findings probe(const mqtt::ConnectOptions& options, const std::string& address) {
    Findings findings;
    const bool keyed = options.tls && options.tls->psk;
    findings.push_back(
        keyed
            ? Finding{"probe", "anonymous", Outcome::untested, "the pre-shared key says who we are"}
            : judge_anonymous(attempt(anonymous(options)))
    );
    findings.push_back(probe_wrong_password(options));
    findings.push_back(probe_plain_port(options, address));
    const auto rest = judge_trespass(trespass(options));
    findings.insert(findings.end(), rest.begin(), rest.end());
    return findings;
}

} // namespace mqttx::app::doctor
