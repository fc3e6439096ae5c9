// SPDX-License-Identifier: Apache-2.0
//
// What mosquitto calls. Nothing is thrown into the broker: whatever goes wrong while it asks is a
// denial, and whatever goes wrong while it reloads leaves the rules as they are.
#include "apps/mosquitto_mqttx_acl/enforcer.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <openssl/x509.h>

#include <ctime>
#include <new>

namespace mqttx::mosquitto_acl {

namespace {

void log(int level, const std::string& text) {
    mosquitto_log_printf(level, "mqttx_acl: %s", text.c_str());
}

/// The options of the configuration, plugin_opt_NAME VALUE.
struct Options {
    std::string file;
    bool log_denied = true;
};

Options options_of(const mosquitto_opt* all, int count) {
    Options options;
    for (int at = 0; at < count; ++at) {
        const std::string_view name{all[at].key};
        const std::string_view value{all[at].value};
        if (name == "file") {
            options.file = value;
        } else if (name == "log_denied" && (value == "true" || value == "false")) {
            options.log_denied = value == "true";
        } else {
            throw Error{
                ErrorKind::usage,
                cat("plugin_opt_", name, ' ', value, ": not understood"),
                "there are plugin_opt_file FILE and plugin_opt_log_denied true|false"};
        }
    }
    if (options.file.empty()) {
        throw Error{ErrorKind::usage, "plugin_opt_file FILE is missing", {}};
    }
    return options;
}

/// Denials in the log: a client that is denied a thousand times a second does not fill it.
class DenialLog {
  public:
    void add(const std::string& text) {
        constexpr int most_per_second = 20;
        const auto now = std::time(nullptr);
        if (now != second_) {
            if (passed_over_ > 0) {
                log(MOSQ_LOG_NOTICE, cat("denied: ", passed_over_, " more in one second"));
            }
            second_ = now;
            count_ = 0;
            passed_over_ = 0;
        }
        if (++count_ > most_per_second) {
            ++passed_over_;
            return;
        }
        log(MOSQ_LOG_NOTICE, text);
    }

  private:
    std::time_t second_ = 0;
    int count_ = 0;
    std::size_t passed_over_ = 0;
};

struct FreeReference {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

class Plugin {
  public:
    Plugin(mosquitto_plugin_id_t* identifier, Options options)
        : identifier_{identifier}, options_{std::move(options)} {}

    /// False when the file is bad; the rules are then those from before.
    bool load() {
        auto loaded = load_rules(options_.file);
        for (const auto& fault : loaded.faults) {
            log(MOSQ_LOG_ERR, io::escape_for_terminal(fault));
        }
        if (!loaded.rules) {
            return false;
        }
        const auto count = loaded.rules->policy.sections.size();
        enforcer_.use(std::move(loaded.rules));
        log(MOSQ_LOG_NOTICE, cat(options_.file, ": ", counted(count, "rule"), " in force"));
        return true;
    }

    void reload() {
        bool good = false;
        try {
            good = load();
        } catch (const Error& error) {
            log(MOSQ_LOG_ERR, error.what());
        }
        if (!good) {
            log(MOSQ_LOG_ERR, "the rules from before stay in force");
        }
    }

    int decide(const mosquitto_evt_acl_check& event) {
        if (event.access == MOSQ_ACL_UNSUBSCRIBE) {
            return MOSQ_ERR_SUCCESS;
        }
        const std::unique_ptr<X509, FreeReference> certificate{
            static_cast<X509*>(mosquitto_client_certificate(event.client))};
        const Asking asking{
            event.client,
            mosquitto_client_id(event.client),
            mosquitto_client_username(event.client),
            certificate.get()};
        const auto verdict = answer(asking, event);
        if (!verdict.allowed && options_.log_denied) {
            tell(asking, event, verdict);
        }
        return verdict.allowed ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
    }

    void forget(const mosquitto* client) { enforcer_.forget(client); }

    [[nodiscard]] mosquitto_plugin_id_t* identifier() const noexcept { return identifier_; }

  private:
    Verdict answer(const Asking& asking, const mosquitto_evt_acl_check& event) {
        switch (event.access) {
        case MOSQ_ACL_READ:
            return enforcer_.receive(asking, event.topic);
        case MOSQ_ACL_WRITE:
            return enforcer_.publish(asking, event.topic, event.qos % 3, event.retain);
        case MOSQ_ACL_SUBSCRIBE:
            return enforcer_.subscribe(asking, event.topic, event.qos % 3);
        default:
            return {};
        }
    }

    void tell(const Asking& asking, const mosquitto_evt_acl_check& event, const Verdict& verdict) {
        const auto* const deed = event.access == MOSQ_ACL_WRITE       ? "publish"
                                 : event.access == MOSQ_ACL_SUBSCRIBE ? "subscribe"
                                                                      : "receive";
        auto text =
            cat("denied: client ",
                in_quotes(asking.id == nullptr ? "" : asking.id),
                asking.user == nullptr ? "" : cat(" (user ", in_quotes(asking.user), ')'),
                ' ',
                deed,
                ' ',
                event.topic);
        if (event.access != MOSQ_ACL_READ) {
            text += cat(" at QoS ", event.qos, event.retain ? ", retained" : "");
        }
        text += verdict.rule == nullptr ? ": no rule allows it"
                                        : cat(": ", enforcer_.rules().place(*verdict.rule));
        denials_.add(io::escape_for_terminal(text));
    }

    mosquitto_plugin_id_t* identifier_;
    Options options_;
    Enforcer enforcer_;
    DenialLog denials_;
};

int on_acl_check(int, void* data, void* plugin) noexcept {
    try {
        return static_cast<Plugin*>(plugin)->decide(*static_cast<mosquitto_evt_acl_check*>(data));
    } catch (...) {
        return MOSQ_ERR_ACL_DENIED; // out of memory, say
    }
}

int on_reload(int, void*, void* plugin) noexcept {
    try {
        static_cast<Plugin*>(plugin)->reload();
    } catch (...) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "mqttx_acl: reload failed, the rules stay as they are");
    }
    return MOSQ_ERR_SUCCESS;
}

int on_disconnect(int, void* data, void* plugin) noexcept {
    static_cast<Plugin*>(plugin)->forget(static_cast<mosquitto_evt_disconnect*>(data)->client);
    return MOSQ_ERR_SUCCESS;
}

struct Callback {
    int event;
    MOSQ_FUNC_generic_callback function;
};

constexpr std::array<Callback, 3> callbacks{
    {{MOSQ_EVT_ACL_CHECK, on_acl_check},
     {MOSQ_EVT_RELOAD, on_reload},
     {MOSQ_EVT_DISCONNECT, on_disconnect}}};

} // namespace

} // namespace mqttx::mosquitto_acl

using mqttx::mosquitto_acl::Plugin;

// The names and the linkage are mosquitto's.
extern "C" {

__attribute__((visibility("default"))) int
mosquitto_plugin_version(int count, const int* versions) {
    constexpr int version = 5;
    for (int at = 0; at < count; ++at) {
        if (versions[at] == version) {
            return version;
        }
    }
    return -1;
}

/// A file with a fault keeps the broker from starting.
__attribute__((visibility("default"))) int mosquitto_plugin_init(
    mosquitto_plugin_id_t* identifier, void** user_data, mosquitto_opt* options, int count
) {
    try {
        auto plugin =
            std::make_unique<Plugin>(identifier, mqttx::mosquitto_acl::options_of(options, count));
        if (!plugin->load()) {
            return MOSQ_ERR_INVAL;
        }
        for (const auto& callback : mqttx::mosquitto_acl::callbacks) {
            const auto result = mosquitto_callback_register(
                identifier, callback.event, callback.function, nullptr, plugin.get()
            );
            if (result != MOSQ_ERR_SUCCESS) {
                return result;
            }
        }
        *user_data = plugin.release();
        return MOSQ_ERR_SUCCESS;
    } catch (const mqttx::Error& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "mqttx_acl: %s", error.what());
    } catch (...) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "mqttx_acl: out of memory");
    }
    return MOSQ_ERR_INVAL;
}

__attribute__((visibility("default"))) int
mosquitto_plugin_cleanup(void* user_data, mosquitto_opt*, int) {
    const std::unique_ptr<Plugin> plugin{static_cast<Plugin*>(user_data)};
    if (plugin) {
        for (const auto& callback : mqttx::mosquitto_acl::callbacks) {
            mosquitto_callback_unregister(
                plugin->identifier(), callback.event, callback.function, nullptr
            );
        }
    }
    return MOSQ_ERR_SUCCESS;
}
}
