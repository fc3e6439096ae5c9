// SPDX-License-Identifier: Apache-2.0
#include "common/cli/url.hpp"

#include "common/base/bytes.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"

namespace mqttx::cli {

namespace {

[[noreturn]] void refuse(std::string what) {
    throw Error{
        ErrorKind::usage, std::move(what), "write mqtt://host[:port][/topic], or mqtts:// for TLS"};
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out.push_back(text[at]);
            continue;
        }
        const auto byte = from_hex(text.substr(at + 1, 2));
        if (!byte || byte->size() != 1) {
            refuse("--url has a '%' that no two hexadecimal digits follow");
        }
        out.push_back(static_cast<char>(byte->front()));
        at += 2;
    }
    return out;
}

void take_user(BrokerUrl& url, std::string_view user) {
    const auto colon = user.find(':');
    url.username = decoded(user.substr(0, colon));
    if (colon != std::string_view::npos) {
        url.written_password = Secret{as_bytes(user.substr(colon + 1))};
        auto password = decoded(user.substr(colon + 1));
        url.password = Secret::take(password);
    }
}

void take_host(BrokerUrl& url, std::string_view authority) {
    if (authority.starts_with('[')) { // an IPv6 address has colons of its own
        const auto end = authority.find(']');
        url.host = authority.substr(1, end == std::string_view::npos ? end : end - 1);
        authority = end == std::string_view::npos ? "" : authority.substr(end + 1);
    } else {
        url.host = authority.substr(0, authority.find(':'));
        authority.remove_prefix(url.host.size());
    }
    if (url.host.empty()) {
        refuse("--url names no host");
    }
    if (authority.empty()) {
        return;
    }
    const auto port = parse_integer(authority.substr(1));
    if (authority[0] != ':' || !port || *port < 1 || *port > 65535) {
        refuse(cat("--url has no valid port: ", in_quotes(authority)));
    }
    url.port = static_cast<int>(*port);
}

} // namespace

BrokerUrl parse_broker_url(const std::string& text) {
    BrokerUrl url;
    std::string_view rest{text};
    if (rest.starts_with("mqtts://")) {
        url.tls = true;
    } else if (!rest.starts_with("mqtt://")) {
        refuse("--url begins with neither mqtt:// nor mqtts://");
    }
    rest.remove_prefix(rest.find("://") + 3);
    const auto slash = rest.find('/');
    auto authority = rest.substr(0, slash);
    if (slash != std::string_view::npos && slash + 1 < rest.size()) {
        url.topic = decoded(rest.substr(slash + 1));
    }
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        take_user(url, authority.substr(0, at));
        authority.remove_prefix(at + 1);
    }
    take_host(url, authority);
    return url;
}

} // namespace mqttx::cli
