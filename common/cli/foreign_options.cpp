// SPDX-License-Identifier: Apache-2.0
#include "common/cli/foreign_options.hpp"

#include <algorithm>
#include <array>

namespace mqttx::cli {

namespace {

struct Foreign {
    std::string_view name;
    std::string_view ours; ///< the option here, with its dashes, or a sentence
};

constexpr std::string_view no_websockets =
    "brokers take MQTT over TCP and TLS as well: --host NAME --port PORT";
constexpr std::string_view not_on_the_line =
    "secrets do not belong on the command line: --password-file, --password-env, --ask-password";

constexpr std::array table{
    Foreign{"--hostname", "--host"},
    Foreign{"--protocol", "--tls, or --url mqtts://HOST"},
    Foreign{"--mqtt-version", "--protocol-version"},
    Foreign{"--mqttVersion", "--protocol-version"},
    Foreign{"--client-id", "--id"},
    Foreign{"--identifier", "--id"},
    Foreign{"--identifierPrefix", "--id-prefix"},
    Foreign{"--keepAlive", "--keepalive"},
    Foreign{"--no-clean", "--disable-clean-session"},
    Foreign{"--no-cleanStart", "--disable-clean-session"},
    Foreign{"--sessionExpiryInterval", "--session-expiry-interval"},
    Foreign{"--user", "--username"},
    Foreign{"--password", not_on_the_line},
    Foreign{"--keypw", "--key-password-file"},
    Foreign{"--secure", "--tls"},
    Foreign{"--ca", "--cafile"},
    Foreign{"--alpn", "--tls-alpn"},
    Foreign{"--keystore", "--cert and --key take PEM files: openssl pkcs12 -in FILE writes them"},
    Foreign{"--truststore", "--cafile takes PEM files: keytool -exportcert -rfc writes them"},
    Foreign{"--path", no_websockets},
    Foreign{"--ws-headers", no_websockets},
    Foreign{"--wsHeaders", no_websockets},
    Foreign{"--reconnect-period", "the waits grow by themselves: --retry-for limits them"},
    Foreign{"--maximum-reconnect-times", "--max-retries"},
    Foreign{"--rcv-max", "--property connect receive-maximum N"},
    Foreign{"--receive-maximum", "--property connect receive-maximum N"},
    Foreign{"--maximum-packet-size", "--property connect maximum-packet-size N"},
    Foreign{"--topic-alias-max", "--property connect topic-alias-maximum N"},
    Foreign{"--will-message", "--will-payload"},
    Foreign{"--willPayload", "--will-payload"},
    Foreign{"--willTopic", "--will-topic"},
    Foreign{"--willQualityOfService", "--will-qos"},
    Foreign{"--willRetain", "--will-retain"},
    Foreign{"--user-properties", "--property PACKET user-property NAME VALUE"},
    Foreign{"--userProperty", "--property PACKET user-property NAME VALUE"},
    Foreign{"--content-type", "--property publish content-type TYPE"},
    Foreign{"--contentType", "--property publish content-type TYPE"},
    Foreign{"--response-topic", "--property publish response-topic TOPIC"},
    Foreign{"--responseTopic", "--property publish response-topic TOPIC"},
    Foreign{"--correlation-data", "--property publish correlation-data DATA"},
    Foreign{"--correlationData", "--property publish correlation-data DATA"},
    Foreign{"--message-expiry-interval", "--property publish message-expiry-interval SECONDS"},
    Foreign{"--messageExpiryInterval", "--property publish message-expiry-interval SECONDS"},
    Foreign{"--payload-format-indicator", "--property publish payload-format-indicator 1"},
    Foreign{"--payloadFormatIndicator", "--property publish payload-format-indicator 1"},
    Foreign{"--topic-alias", "--property publish topic-alias N"},
    Foreign{"--subscription-identifier", "--property subscribe subscription-identifier N"},
    Foreign{"--subscriptionIdentifier", "--property subscribe subscription-identifier N"},
    Foreign{"--no_local", "--no-local"},
    Foreign{"--noLocal", "--no-local"},
    Foreign{"--retainAsPublished", "--retain-as-published"},
    Foreign{"--retainHandling", "--retain-handling"},
    Foreign{"--message-file", "--file"},
    Foreign{"--file-read", "--file"},
    Foreign{"--message-empty", "--null-message"},
    Foreign{"--multiline", "--stdin-line"},
    Foreign{"--line-mode", "--stdin-line"},
    Foreign{"--stdin", "--stdin-file"},
    Foreign{"--jsonOutput", "--json"},
    Foreign{"--output-mode", "--json"},
    Foreign{"--showTopics", "--verbose"},
    Foreign{"--base64", "--json writes what is no text as payload_b64"},
    Foreign{"--outputToFile", "send standard output there: > FILE"},
    Foreign{"--file-write", "send standard output there: > FILE"},
    Foreign{
        "--file-save", "a file for each message: sub -t FILTER -- sh -c 'cat > \"$(date +%s%N)\"'"},
    Foreign{"--options-file", "keep options in a profile: --profile NAME"},
    Foreign{"--message-rate", "sub --rate shows the rates of every topic"},
    Foreign{"--latency", "'time' in front of the command measures it"},
    Foreign{"--mptcp", "leave it out: TCP takes one path"},
    Foreign{"--srv", "give the broker's name: --host NAME"},
};

} // namespace

std::string_view ours_for_foreign(std::string_view option) noexcept {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Foreign& foreign) {
        return foreign.name == option;
    });
    return found == table.end() ? std::string_view{} : found->ours;
}

} // namespace mqttx::cli
