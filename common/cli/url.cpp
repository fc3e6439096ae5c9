// SPDX-License-Identifier: Apache-2.0
#include "common/cli/url.hpp"

#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"

namespace mqttx::cli {

namespace {

/// What an option's URL looks like, for messages.
struct Form {
    std::string_view option;
    std::string_view shape;
};

constexpr Form broker_form{"--url", "write mqtt://host[:port][/topic], or mqtts:// for TLS"};
constexpr Form proxy_form{
    "--proxy", "write socks5h://[user[:password]@]host[:port]: the proxy looks the broker up"};

[[noreturn]] void refuse(const Form& form, std::string_view what) {
    throw Error{ErrorKind::usage, cat(form.option, ' ', what), std::string{form.shape}};
}

std::string decoded(const Form& form, std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out.push_back(text[at]);
            continue;
        }
        const auto byte = from_hex(text.substr(at + 1, 2));
        if (!byte || byte->size() != 1) {
            refuse(form, "has a '%' that no two hexadecimal digits follow");
        }
        out.push_back(static_cast<char>(byte->front()));
        at += 2;
    }
    return out;
}

void take_user(const Form& form, UrlAuthority& url, std::string_view user) {
    const auto colon = user.find(':');
    url.username = decoded(form, user.substr(0, colon));
    if (colon != std::string_view::npos) {
        url.written_password = Secret{as_bytes(user.substr(colon + 1))};
        auto password = decoded(form, user.substr(colon + 1));
        url.password = Secret::take(password);
    }
}

void take_host(const Form& form, UrlAuthority& url, std::string_view text) {
    if (text.starts_with('[')) { // an IPv6 address has colons of its own
        const auto end = text.find(']');
        url.host = text.substr(1, end == std::string_view::npos ? end : end - 1);
        text = end == std::string_view::npos ? "" : text.substr(end + 1);
    } else {
        url.host = text.substr(0, text.find(':'));
        text.remove_prefix(url.host.size());
    }
    if (url.host.empty()) {
        refuse(form, "names no host");
    }
    if (text.empty()) {
        return;
    }
    const auto port = parse_integer(text.substr(1));
    if (text[0] != ':' || !port || *port < 1 || *port > 65535) {
        refuse(form, cat("has no valid port: ", in_quotes(text)));
    }
    url.port = static_cast<int>(*port);
}

void take_authority(const Form& form, UrlAuthority& url, std::string_view text) {
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        take_user(form, url, text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    take_host(form, url, text);
}

} // namespace

BrokerUrl parse_broker_url(const std::string& text) {
    BrokerUrl url;
    std::string_view rest{text};
    if (rest.starts_with("mqtts://")) {
        url.tls = true;
    } else if (!rest.starts_with("mqtt://")) {
        refuse(broker_form, "begins with neither mqtt:// nor mqtts://");
    }
    rest.remove_prefix(rest.find("://") + 3);
    const auto slash = rest.find('/');
    if (slash != std::string_view::npos && slash + 1 < rest.size()) {
        url.topic = decoded(broker_form, rest.substr(slash + 1));
    }
    take_authority(broker_form, url, rest.substr(0, slash));
    return url;
}

UrlAuthority parse_proxy_url(const std::string& text) {
    constexpr std::string_view scheme = "socks5h://";
    std::string_view rest{text};
    if (!rest.starts_with(scheme)) {
        refuse(proxy_form, "does not begin with socks5h://");
    }
    rest.remove_prefix(scheme.size());
    if (rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    UrlAuthority url;
    take_authority(proxy_form, url, rest);
    return url;
}

} // namespace mqttx::cli
